import { join } from 'node:path';

import { jsonText } from '../record/json-text.js';
import { SWEEP_FILE, writeSweepReport } from '../report/write-sweep-report.js';
import { droppedLines } from '../streams/text/sweep-cells.js';
import { againstSnapshots } from '../sweep/against-snapshots.js';
import type { EndedJob } from '../sweep/job-pool.js';
import { type StartRun, startRunProcess } from '../sweep/start-run.js';
import { claimStudy, SCENARIOS_FOLDER, studyFolderPath, writeStudy } from '../sweep/study-folder.js';
import type { SweepDocument } from '../sweep/sweep-document.js';
import type { SweepEngine } from '../sweep/sweep-engine.js';
import { sweepSummary } from '../sweep/sweep-summary.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { EXIT } from './exit-status.js';
import { keepReport } from './keep-report.js';
import { paintFor } from './paint.js';
import { readSweep } from './read-sweep.js';
import { sharedMachine } from './shared-machine.js';
import { stoppableStudy } from './stoppable-study.js';
import { sweepCsv } from './sweep-csv.js';
import { chosenEngine, type MakeSweepEngine } from './sweep-engines.js';
import { sweepMarkdown } from './sweep-markdown.js';
import { listPoints } from './sweep-points.js';
import { type SweepDisplay, showSweep } from './sweep-progress.js';
import { type SweepSnapshots, sweepSnapshots } from './sweep-snapshots.js';
import { sweepText } from './sweep-text.js';
import { tellError } from './tell-error.js';
import { writeText } from './write-text.js';

/** Options of `heaviside sweep`. */
export interface SweepCommandOptions {
  readonly out: string;
  readonly jobs?: number;
  readonly backend?: string;
  /** Address of the Redis server through which workers play the runs; this machine plays them unless told. */
  readonly queue?: string;
  readonly fresh?: boolean;
  /** Whether what digests come to is kept, instead of being held against what is kept. */
  readonly updateSnapshots?: boolean;
  /** Only list the points. */
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What takes the place of the usual engine and processes. */
export interface SweepParts {
  readonly makeEngine?: MakeSweepEngine;
  readonly start?: StartRun;
}

const isGood = ({ runs }: SweepDocument): boolean => runs.every(({ failure, unmet }) => !failure && !unmet);

/**
 * `heaviside sweep`: runs a scenario with all the values that its section `sweep` names. The summary goes to stdout and,
 * with every run, into the folder of the sweep.
 *
 * @param parts The engine that the options ask for, and processes, unless told.
 * @returns The exit status: 0 done; 1 a run failed, or did not reach what the scenario expects; 130, 143 or 129 stopped by
 *   a signal; 2 or 4 when snapshots could not be kept.
 * @throws HeavisideError what `readSweep`, `sweepSnapshots` and the engine throw.
 */
export async function sweepCommand(
  file: string,
  overrides: readonly string[],
  options: SweepCommandOptions,
  io: CliIo,
  { makeEngine = chosenEngine(options), start = startRunProcess }: SweepParts = {},
): Promise<number> {
  const { out, backend, fresh = false, json = false, quiet = false, updateSnapshots = false } = options;
  const sweep = await readSweep(file, overrides);
  if (options.dryRun) return listPoints(sweep, { out, json }, io);
  const folder = studyFolderPath(out, sweep.name, 'sweep', { sweep, backend });
  const files = join(folder, SCENARIOS_FOLDER);
  const snapshots = await sweepSnapshots(file, overrides, sweep.points, updateSnapshots);
  const tell = (line: string) => void (quiet || io.stderr.write(`${line}\n`));
  for (const line of droppedLines(sweep.points)) tell(line);
  const machine = sharedMachine(options.jobs);
  return stoppableStudy(io, async (signal) => {
    const place = { out, files, ...machine, fresh, start, signal, backend, tell };
    const engine = await makeEngine(sweep.points, place);
    const lock = await claimStudy(folder, 'sweep');
    const { document, page, kept } = await closedAfter(
      async () => {
        const display = showSweep(io, quiet, sweep.points.length, sweep.report.metric);
        const outcomes = await playHeld(engine, snapshots, display).finally(() => display.stop());
        const result = sweepSummary(sweep, outcomes, { out, folder });
        await writeStudy(folder, {
          [SWEEP_FILE]: documentText(result),
          'sweep.md': sweepMarkdown(result),
          'sweep.csv': sweepCsv(result),
        });
        const status = await keepSweepSnapshots(snapshots, outcomes, io);
        return { document: result, page: await keepReport(folder, (at) => writeSweepReport(at), io), kept: status };
      },
      () => lock.release(),
    );
    const text = `${sweepText(document, paintFor(io.stdout, io.env))}\nsweep folder: ${folder}\n${page === undefined ? '' : `page: ${page}\n`}`;
    await writeText(io.stdout, json ? documentText(document) : text);
    if (kept !== EXIT.done) return kept;
    return isGood(document) ? EXIT.done : EXIT.failed;
  });
}

/** Plays the points; whatever is heard of a run is what it is today, also of one that was finished earlier. */
async function playHeld(engine: SweepEngine, { points }: SweepSnapshots, display: SweepDisplay) {
  const outcomes = await engine.play(points, (progress) => {
    const { outcome, point } = progress;
    display.heard({ ...progress, outcome: againstSnapshots(outcome, point.snapshots) });
  });
  return outcomes.map((outcome, n) => againstSnapshots(outcome, points[n]!.snapshots));
}

/**
 * Keeps what the digests came to, where that was asked for. What cannot be written is told, and costs nobody the summary.
 *
 * @returns The exit status as far as this goes.
 */
async function keepSweepSnapshots(
  snapshots: SweepSnapshots,
  outcomes: readonly EndedJob[],
  io: CliIo,
): Promise<number> {
  if (!snapshots.updates) return EXIT.done;
  try {
    const kept = await snapshots.keep(outcomes);
    const told = kept > 0 ? `${kept} kept in ${snapshots.file}` : 'none kept, nothing is held against one';
    io.stderr.write(`snapshots: ${told}\n`);
    return EXIT.done;
  } catch (error) {
    return tellError(error, { json: false }, io);
  }
}

function documentText(document: SweepDocument): string {
  return `${jsonText(document, true)}\n`;
}
