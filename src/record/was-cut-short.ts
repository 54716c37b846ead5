import { join } from 'node:path';

import { readBytes } from '../data/files/read-bytes.js';
import { namesInRun } from './read-run-folder.js';
import { readRunSummary } from './read-run-summary.js';
import { MANIFEST } from './write-run-manifest.js';

/** Whether a folder is that of a run that has not come to its end, which somebody could go on with. Never throws. */
export async function wasCutShort(path: string): Promise<boolean> {
  const names = await namesInRun(path).catch((): readonly string[] => []);
  if (!names.includes(MANIFEST)) return false;
  if (!names.includes('summary.json')) return true;
  const file = join(path, 'summary.json');
  const reason = await readBytes(file)
    .then((bytes) => readRunSummary(bytes, file).reason)
    // A damaged one is that of a run that has ended.
    .catch(() => 'complete');
  return reason === 'interrupted';
}
