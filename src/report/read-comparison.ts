import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { readBytes } from '../data/files/read-bytes.js';
import type { ComparisonDocument } from '../sweep/comparison-document.js';
import { type ComparisonView, parseComparison } from '../sweep/comparison-view.js';
import { readSteps } from './read-steps.js';
import { folderProblems } from './report-error.js';

const REMEDY = 'Name the folder of a comparison that came to its end, or repeat it with `heaviside compare`.';

/** What must be there before anything can be drawn; the rest is checked by its type when it is written. */
const DOCUMENT = z.looseObject({
  name: z.string(),
  seeds: z.array(z.number()),
  baseline: z.string(),
  columns: z.array(z.string()),
  prune: z.array(z.number()),
  table: z.array(z.looseObject({ name: z.string(), finished: z.number(), runs: z.number() })),
  rules: z.array(z.looseObject({ name: z.string(), runs: z.array(z.looseObject({ seed: z.number() })) })),
});

function documentOf(text: string, report: (problem: string) => void): ComparisonDocument | undefined {
  let value: unknown;
  try {
    value = parseComparison(text);
  } catch (cause) {
    report(`compare.json: ${(cause as Error).message}`);
    return undefined;
  }
  const read = DOCUMENT.safeParse(value);
  if (read.success) return value as ComparisonDocument;
  for (const { path, message } of read.error.issues) report(`compare.json: ${path.join('.')}: ${message}`);
  return undefined;
}

/**
 * Reads the folder of a comparison.
 *
 * @throws HeavisideError `HV_REPORT_FOLDER`, kind `machine`, with everything that is wrong with it.
 */
export async function readComparison(folder: string): Promise<ComparisonView> {
  const problems: string[] = [];
  const text = async (name: string) => new TextDecoder().decode(await readBytes(join(folder, name)));
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw folderProblems(folder, [`expected the folder of a comparison, got ${cause.code ?? cause.message}`], REMEDY);
  });
  if (!names.includes('compare.json')) throw folderProblems(folder, ['expected a file compare.json, got none'], REMEDY);
  const document = documentOf(await text('compare.json'), (problem) => void problems.push(problem));
  const steps = names.includes('steps.csv')
    ? readSteps(await text('steps.csv'), (problem) => void problems.push(`steps.csv, ${problem}`))
    : [];
  if (problems.length > 0 || !document) throw folderProblems(folder, problems, REMEDY);
  return { document, steps };
}
