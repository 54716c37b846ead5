import { readdir } from 'node:fs/promises';

import { HeavisideError } from '../core/heaviside-error.js';
import { jsonText } from '../record/json-text.js';
import { isComparison } from '../report/no-run.js';
import { writeComparisonReport } from '../report/write-comparison-report.js';
import { writeReport } from '../report/write-report.js';
import { SWEEP_FILE, writeSweepReport } from '../report/write-sweep-report.js';
import { allErrors } from './all-errors.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { warningTo } from './warning-to.js';
import { writeText } from './write-text.js';

/** Options of `heaviside report`. */
export interface ReportCommandOptions {
  /** Path of the report; of one folder only. */
  readonly out?: string;
  readonly json?: boolean;
}

async function writeOne(folder: string, out: string | undefined, io: CliIo): Promise<string> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(SWEEP_FILE)) return writeSweepReport(folder, out);
  return isComparison(names) ? writeComparisonReport(folder, out) : writeReport(folder, warningTo(io), out);
}

/**
 * `heaviside report`: makes the reports of runs, comparisons and sweeps again. All that can be made are made, also when others
 * cannot.
 *
 * @param folders Paths of the folders of runs, comparisons or sweeps.
 * @returns The exit status.
 * @throws HeavisideError with the problems of every folder.
 */
export async function reportCommand(
  folders: readonly string[],
  { out, json = false }: ReportCommandOptions,
  io: CliIo,
): Promise<number> {
  if (out !== undefined && folders.length > 1)
    throw new HeavisideError('HV_ARGUMENTS', 'usage', `--out: expected one folder, got ${folders.length}`, {
      remedy: 'Leave --out away: each report is written into its folder.',
    });
  const reports: string[] = [];
  const errors: unknown[] = [];
  for (const folder of folders)
    await writeOne(folder, out, io).then(
      (path) => reports.push(path),
      (error: unknown) => errors.push(error),
    );
  if (!json) await writeText(io.stdout, reports.map((path) => `report: ${path}\n`).join(''));
  if (errors.length > 0) throw allErrors(errors);
  if (json) await writeText(io.stdout, `${jsonText({ reports }, true)}\n`);
  return EXIT.done;
}
