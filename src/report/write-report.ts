import { join } from 'node:path';

import { writeAtomically } from '../record/write-atomically.js';
import { encodeFrames } from '../streams/frames/frame-file.js';
import { filledPage } from './filled-page.js';
import { pageTemplate } from './page-template.js';
import { viewOfRun } from './read-view.js';
import { thinBatches } from './thin-batches.js';

/** Name of the report within the folder that it is of. */
export const REPORT_FILE = 'report.html';

/**
 * Writes the report of a run: one page with everything in it, which needs no network. Atomic: an earlier report stays until
 * the new one is whole.
 *
 * @param folder The run's, over or not.
 * @param warn   Hears of what is damaged but not needed: the report is without it.
 * @param file   Where to write; in the folder unless told.
 * @returns Path of the report.
 * @throws HeavisideError `HV_REPORT_FOLDER`, `HV_NOT_BUILT`, `HV_RUN_FOLDER`, all of kind `machine`.
 */
export async function writeReport(
  folder: string,
  warn: (warning: string) => void,
  file: string = join(folder, REPORT_FILE),
): Promise<string> {
  const template = pageTemplate('report');
  const frames = thinBatches(await viewOfRun(folder, warn));
  await writeAtomically(file, filledPage(template, encodeFrames(frames.map((frame) => ({ run: 0, frame })))));
  return file;
}
