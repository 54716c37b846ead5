import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { jsonText } from '../record/json-text.js';
import { snapshotsPath } from '../record/snapshots-file.js';
import type { Snapshots } from '../run/expectations/snapshot-key.js';
import { snapshotsRun } from '../scenario/overrides/snapshots-run.js';
import { parseScenario } from '../scenario/parse-scenario.js';
import { againstSnapshots } from '../sweep/against-snapshots.js';
import { RunsStopped } from '../sweep/job-pool.js';
import { runPoint } from '../sweep/run-point.js';
import { type StartRun, startRunProcess } from '../sweep/start-run.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { readScenarioFile } from './read-scenario-file.js';
import { heldAgainst } from './run-snapshots.js';
import { stoppableStudy } from './stoppable-study.js';
import { newsLine } from './worker-text.js';
import { writeText } from './write-text.js';

/** Options of `heaviside sweep point`. */
export interface SweepPointOptions {
  readonly out: string;
  readonly backend?: string;
  readonly threads: number;
  readonly fresh?: boolean;
  /** Whether digests pass whatever they come to: the sweep keeps them. */
  readonly updateSnapshots?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * `heaviside sweep point`: does with one point of a sweep what the sweep would do: leaves it where its run is finished on today's
 * data, goes on with one that was stopped, else plays it.
 *
 * @param start Starts the run; a process of its own unless told.
 * @returns The exit status: 0 done; 1 the run failed, or did not reach what the scenario expects; 130, 143 or 129 stopped by a
 *   signal.
 * @throws HeavisideError `HV_SCENARIO_FILE`, `HV_SCENARIO`, `HV_SNAPSHOTS`, and what `runPoint` throws.
 */
export async function sweepPointCommand(
  file: string,
  { out, backend, threads, fresh = false, updateSnapshots = false, json = false, quiet = false }: SweepPointOptions,
  io: CliIo,
  start: StartRun = startRunProcess,
): Promise<number> {
  const scenario = parseScenario(await readScenarioFile(file), { file });
  const snapshots: Snapshots | undefined = updateSnapshots
    ? 'update'
    : await heldAgainst(scenario, snapshotsPath(file), snapshotsRun(scenario.seed, []));
  const tell = (line: string) => void (quiet || io.stderr.write(`${line}\n`));
  return stoppableStudy(io, async (signal) => {
    const files = await mkdtemp(join(tmpdir(), 'heaviside-point-'));
    try {
      const place = { out, files, threads, fresh, start, signal, tell, snapshots };
      const played = await runPoint(scenario, backend, place);
      if (played.kind === 'stopped') throw new RunsStopped();
      const outcome = againstSnapshots(played, snapshots);
      const line = newsLine({ run: file, end: { kind: 'played', outcome } });
      await writeText(io.stdout, `${json ? jsonText(outcome, true) : line}\n`);
      return outcome.kind === 'finished' && outcome.run.unmet === undefined ? EXIT.done : EXIT.failed;
    } finally {
      await rm(files, { recursive: true, force: true });
    }
  });
}
