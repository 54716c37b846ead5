import { basename, isAbsolute, join, relative, resolve } from 'node:path';

import { folderError } from '../record/folder-error.js';
import { makeFolders } from '../record/make-folders.js';
import { snapshotsPath, writeSnapshots } from '../record/snapshots-file.js';
import { formatScenario } from '../scenario/format-scenario.js';
import { snapshotsRun } from '../scenario/overrides/snapshots-run.js';
import type { SweepPoint } from '../scenario/sweep.js';
import { readSources } from '../sweep/file-data.js';
import { runFolderOf } from '../sweep/run-job.js';
import { slurmScript } from '../sweep/slurm-script.js';
import { SCENARIOS_FOLDER, writeStudy } from '../sweep/study-folder.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { readSweep } from './read-sweep.js';
import { sweepSnapshots } from './sweep-snapshots.js';
import { writeText } from './write-text.js';

/** Options of `heaviside sweep export`. */
export interface SweepExportOptions {
  /** Folder for the script and the scenario files. */
  readonly slurm: string;
  /** Folder of all runs. */
  readonly out: string;
  readonly backend?: string;
  /** Whether the runs keep what their digests come to; `heaviside sweep --update-snapshots` then gathers it. */
  readonly updateSnapshots?: boolean;
}

const SCRIPT = 'sweep.sbatch';

/**
 * `heaviside sweep export`: writes the runs of a sweep as a Slurm job array. `heaviside sweep` with the same file and
 * folder of runs finds what the array has finished, and sums it up.
 *
 * @returns The exit status.
 * @throws HeavisideError what `readSweep` and `sweepSnapshots` throw; `HV_RUN_FOLDER` when a file cannot be written.
 */
export async function sweepExportCommand(
  file: string,
  overrides: readonly string[],
  { slurm, out, backend, updateSnapshots: updates = false }: SweepExportOptions,
  io: CliIo,
): Promise<number> {
  const { name, points: all } = await readSweep(file, overrides);
  const { points } = await sweepSnapshots(file, overrides, all, updates);
  const scenarios = join(slurm, SCENARIOS_FOLDER);
  await makeFolders(scenarios).catch((cause: unknown) => {
    throw folderError('cannot make', scenarios, cause);
  });
  const runs = points.map(({ scenario, snapshots }) => {
    const folder = relative(out, runFolderOf(scenario, out));
    return {
      path: `${SCENARIOS_FOLDER}/${basename(folder)}.yaml`,
      folder,
      text: formatScenario(scenario),
      scenario,
      snapshots,
    };
  });
  await writeStudy(slurm, {
    ...Object.fromEntries(runs.map(({ path, text }) => [path, text])),
    'points.txt': runs.map(({ path, folder }) => `${path} ${folder}\n`).join(''),
    [SCRIPT]: slurmScript({ name, runs: runs.length, out: resolve(out), backend, updates, from: dataFolder(points) }),
  });
  for (const { path, scenario, snapshots } of runs)
    if (snapshots !== undefined && snapshots !== 'update')
      await writeSnapshots(snapshotsPath(join(slurm, path)), { [snapshotsRun(scenario.seed, [])]: snapshots });
  await writeText(io.stdout, `${runs.length} runs: sbatch --chdir=${slurm} ${join(slurm, SCRIPT)}\n`);
  return EXIT.done;
}

/** The working folder, where a file that a run reads is named from there. */
function dataFolder(points: readonly SweepPoint[]): string | undefined {
  const paths = points.flatMap(({ scenario }) => readSources(scenario).flatMap((source) => source.paths));
  return paths.some((path) => !isAbsolute(path)) ? resolve('.') : undefined;
}
