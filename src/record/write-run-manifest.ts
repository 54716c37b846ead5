import { join } from 'node:path';

import { jsonText } from './json-text.js';
import { writeAtomically } from './write-atomically.js';

/** Name of the document that says on what and when a run took place. */
export const MANIFEST = 'manifest.json';

/**
 * Writes the manifest of a run into its folder, atomically.
 *
 * @throws HeavisideError `HV_RUN_FOLDER`.
 */
export function writeRunManifest(folder: string, manifest: object): Promise<void> {
  return writeAtomically(join(folder, MANIFEST), `${jsonText(manifest, true)}\n`);
}
