import type { Backend } from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import type { Surroundings } from '../../src/bench/surroundings.js';

/** A clock that goes one millisecond a look, memory that stands still, and what was reported. */
export function fakeSurroundings(
  backends: readonly Backend[] = [referenceBackend],
): Surroundings & { readonly lines: readonly string[] } {
  let now = 0;
  const lines: string[] = [];
  return {
    clock: () => now++,
    memory: () => ({ resident: 90e6, peak: 100e6 }),
    date: '2025-01-01T00:00:00.000Z',
    report: (line) => void lines.push(line),
    backends,
    lines,
  };
}
