import { join } from 'node:path';
import Papa from 'papaparse';

import { jsonText } from '../record/json-text.js';
import { readRunFolder } from '../record/read-run-folder.js';
import { writeAtomically } from '../record/write-atomically.js';
import type { CreditOptions } from '../run/credit/credit-options.js';
import type { CreditReport } from '../run/credit/credit-report.js';
import { creditRun } from '../run/credit/credit-run.js';
import type { CliIo } from './cli-io.js';
import { creditText } from './credit-text.js';
import { EXIT } from './exit-status.js';
import { writeText } from './write-text.js';

/** Options of `heaviside credit`. */
export interface CreditCommandOptions extends CreditOptions {
  readonly json?: boolean;
}

/**
 * `heaviside credit`: what the connections of a trained mean-field ensemble are worth. Writes `credit.json` and the
 * perturbation curves as `credit.csv` into the run's folder.
 *
 * @param folder Path of the run's folder.
 * @returns The exit status.
 */
export async function creditCommand(
  folder: string,
  { json = false, ...options }: CreditCommandOptions,
  io: CliIo,
): Promise<number> {
  const report = await creditRun(await readRunFolder(folder), options);
  await writeAtomically(join(folder, 'credit.csv'), curvesCsv(report));
  await writeAtomically(join(folder, 'credit.json'), `${jsonText(report, true)}\n`);
  await writeText(io.stdout, json ? `${jsonText(report, true)}\n` : creditText(report));
  return EXIT.done;
}

function curvesCsv({ perturbation }: CreditReport): string {
  const columns = ['layer', 'category', 'fraction', 'error'];
  return `${Papa.unparse([...perturbation], { columns, newline: '\n' })}\n`;
}
