import { basename, join, relative, resolve } from 'node:path';

import { folderError } from '../record/folder-error.js';
import { makeFolders } from '../record/make-folders.js';
import { formatScenario } from '../scenario/format-scenario.js';
import { runFolderOf } from '../sweep/run-job.js';
import { slurmScript } from '../sweep/slurm-script.js';
import { SCENARIOS_FOLDER, writeStudy } from '../sweep/study-folder.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { readSweep } from './read-sweep.js';
import { writeText } from './write-text.js';

/** Options of `heaviside sweep export`. */
export interface SweepExportOptions {
  /** Folder for the script and the scenario files. */
  readonly slurm: string;
  /** Folder of all runs. */
  readonly out: string;
  readonly backend?: string;
}

const SCRIPT = 'sweep.sbatch';

/**
 * `heaviside sweep export`: writes the runs of a sweep as a Slurm job array. `heaviside sweep` with the same file and
 * folder of runs finds what the array has finished, and sums it up.
 *
 * @returns The exit status.
 * @throws HeavisideError what `readSweep` throws; `HV_RUN_FOLDER` when a file cannot be written.
 */
export async function sweepExportCommand(
  file: string,
  overrides: readonly string[],
  { slurm, out, backend }: SweepExportOptions,
  io: CliIo,
): Promise<number> {
  const { name, points } = await readSweep(file, overrides);
  const scenarios = join(slurm, SCENARIOS_FOLDER);
  await makeFolders(scenarios).catch((cause: unknown) => {
    throw folderError('cannot make', scenarios, cause);
  });
  const runs = points.map(({ scenario }) => {
    const folder = relative(out, runFolderOf(scenario, out));
    return { path: `${SCENARIOS_FOLDER}/${basename(folder)}.yaml`, folder, text: formatScenario(scenario) };
  });
  await writeStudy(slurm, {
    ...Object.fromEntries(runs.map(({ path, text }) => [path, text])),
    'points.txt': runs.map(({ path, folder }) => `${path} ${folder}\n`).join(''),
    [SCRIPT]: slurmScript({ name, runs: runs.length, out: resolve(out), backend }),
  });
  await writeText(io.stdout, `${runs.length} runs: sbatch --chdir=${slurm} ${join(slurm, SCRIPT)}\n`);
  return EXIT.done;
}
