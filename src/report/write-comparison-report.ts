import { join } from 'node:path';

import { jsonText } from '../record/json-text.js';
import { writeAtomically } from '../record/write-atomically.js';
import { filledPage } from './filled-page.js';
import { pageTemplate } from './page-template.js';
import { readComparison } from './read-comparison.js';
import { REPORT_FILE } from './write-report.js';

/**
 * Writes the report of a comparison: one page with everything in it, which needs no network. Atomic.
 *
 * @param folder The comparison's.
 * @param file   Where to write; in the folder unless told.
 * @returns Path of the report.
 * @throws HeavisideError `HV_REPORT_FOLDER`, `HV_NOT_BUILT`, `HV_RUN_FOLDER`, all of kind `machine`.
 */
export async function writeComparisonReport(folder: string, file: string = join(folder, REPORT_FILE)): Promise<string> {
  const template = pageTemplate('compare');
  const data = new TextEncoder().encode(jsonText(await readComparison(folder)));
  await writeAtomically(file, filledPage(template, data));
  return file;
}
