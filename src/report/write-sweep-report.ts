import { join } from 'node:path';
import { z } from 'zod';

import { readBytes } from '../data/files/read-bytes.js';
import { jsonText } from '../record/json-text.js';
import { writeAtomically } from '../record/write-atomically.js';
import { parseSweepDocument } from '../sweep/sweep-document.js';
import { filledPage } from './filled-page.js';
import { pageTemplate } from './page-template.js';
import { folderProblems } from './report-error.js';

/** The summary of a sweep, in its folder. */
export const SWEEP_FILE = 'sweep.json';
/** Its page. */
const PAGE_FILE = 'sweep.html';

const REMEDY = 'Name the folder of a sweep that came to its end, or repeat it with `heaviside sweep`.';

const settings = z.record(z.string(), z.unknown());

/** What must be there before anything can be drawn; the rest is checked by its type when it is written. */
const DOCUMENT = z.looseObject({
  name: z.string(),
  mode: z.string(),
  report: z.looseObject({ metric: z.string(), over: z.string() }),
  keys: z.array(z.string()),
  table: z.array(z.looseObject({ settings, finished: z.number(), runs: z.number() })),
  runs: z.array(z.looseObject({ settings, folder: z.string() })),
});

async function readDocument(folder: string): Promise<unknown> {
  try {
    return parseSweepDocument(new TextDecoder().decode(await readBytes(join(folder, SWEEP_FILE))));
  } catch (cause) {
    throw folderProblems(folder, [`${SWEEP_FILE}: ${(cause as Error).message}`], REMEDY);
  }
}

/**
 * Writes the page of a sweep: one file with everything in it, which needs no network. Atomic.
 *
 * @param folder The sweep's.
 * @param file   Where to write; `sweep.html` in the folder unless told.
 * @returns Path of the page.
 * @throws HeavisideError `HV_REPORT_FOLDER`, `HV_NOT_BUILT`, `HV_RUN_FOLDER`, all of kind `machine`.
 */
export async function writeSweepReport(folder: string, file: string = join(folder, PAGE_FILE)): Promise<string> {
  const template = pageTemplate('sweep');
  const document = await readDocument(folder);
  const read = DOCUMENT.safeParse(document);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${SWEEP_FILE}: ${path.join('.')}: ${message}`);
    throw folderProblems(folder, problems, REMEDY);
  }
  await writeAtomically(file, filledPage(template, new TextEncoder().encode(jsonText(document))));
  return file;
}
