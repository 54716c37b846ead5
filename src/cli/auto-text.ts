import type { AutoPlan } from '../backends/choosing/stored-table.js';
import { countText } from '../streams/text/number-text.js';

/** What `--backend auto` would do on this machine, and where it keeps what it measured. */
export interface AutoListing extends AutoPlan {
  /** Path of the file; absent where there is no place for one. */
  readonly remembered?: string;
}

/** The plan in a few lines. @param home Folder that is written as `~`; undefined: none. */
export function autoText({ usual, large, largeFrom, remembered }: AutoListing, home: string | undefined): string {
  const compared = (names: readonly string[]): string =>
    `the faster of ${names.join(', ')}, measured once a size class`;
  const takes = usual.length > 1 ? compared(usual) : (usual[0] ?? 'none: no backend can run here');
  const path =
    home !== undefined && remembered?.startsWith(`${home}/`) ? `~${remembered.slice(home.length)}` : remembered;
  const kept = path === undefined ? 'not kept: there is no folder for caches' : `kept in ${path}, which may be deleted`;
  const lines = [
    `--backend auto takes ${takes}`,
    ...(large.length === 0
      ? []
      : [`from ${countText(largeFrom)} synapse visits a training step: ${compared([...usual, ...large])}`]),
    `what it measures is ${kept}`,
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}
