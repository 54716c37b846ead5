import type { DeviceFacts } from '../backends/backend.js';

/** What a session or a backend runs on: `2 threads`, `adapter SwiftShader, 4 threads`. */
export function deviceText(device: DeviceFacts): string {
  return Object.entries(device)
    .map(([name, value]) => {
      if (typeof value !== 'number') return `${wordsOf(name)} ${value}`;
      return value === 1 ? `1 ${wordsOf(name).replace(/s$/, '')}` : `${value} ${wordsOf(name)}`;
    })
    .join(', ');
}

/** `executorKind` → `executor kind`. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
