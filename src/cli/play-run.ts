import { lastValueFrom } from 'rxjs';

import { machineFacts } from '../record/machine-facts.js';
import { createRunFolder, type RunFolder } from '../record/run-folder.js';
import type { RunEvent } from '../run/run-event.js';
import type { Scenario } from '../scenario/scenario.js';
import { folderSinks } from '../streams/folder-sinks.js';
import { runEvents } from '../streams/run-events.js';
import { type Summary, toSummary } from '../streams/to-summary.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { keepReport } from './keep-report.js';
import { machineChoices } from './machine-choices.js';
import { replayFirst } from './replay-first.js';
import { type Display, showProgress } from './show-progress.js';
import { startedText } from './started-text.js';
import { listenForPicture } from './terminal-picture.js';
import type { RunView } from './view-run.js';

/** A scenario, and how this run of it goes. */
export interface RunRequest {
  readonly scenario: Scenario;
  readonly out: string;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly quiet: boolean;
  /** Whether the folder gets a report at the end. */
  readonly report: boolean;
  /** Whether a terminal gets a picture of the run at its end, unless it is stopped. */
  readonly picture: boolean;
  /** Aborted when the run should stop. */
  readonly abort: AbortSignal;
  /** A page on which the run is watched. */
  readonly view?: RunView | undefined;
}

/** What a run leaves. */
export interface PlayedRun {
  /** What is in summary.json. */
  readonly summary: Summary;
  /** Path of its report; undefined when none was wanted or could be written. */
  readonly report: string | undefined;
}

type Run = AsyncGenerator<RunEvent, void, void>;
type Started = Extract<RunEvent, { kind: 'run-started' }>;

/** A run that has started, and where it is kept. */
interface Recording {
  readonly started: Started;
  /** What is left of it. */
  readonly rest: Run;
  readonly folder: RunFolder;
  readonly scenarioText: string;
}

/** Connects a run to its folder, the terminal and its page and waits until all but the page have everything. */
async function feed(
  { started, rest, folder, scenarioText }: Recording,
  io: CliIo,
  request: RunRequest,
): Promise<Summary> {
  const run = replayFirst<RunEvent>(started, rest);
  const { sinks, listen } = folderSinks(folder);
  const events = runEvents(run, { sinks });
  listen(events);
  request.view?.listen(events, { scenario: request.scenario, scenarioText, folder: folder.path });
  const summary = lastValueFrom(events.pipe(toSummary(folder.path)));
  // A signal that came before is told no more.
  const quiet = request.quiet || request.abort.aborted;
  const display: Display = showProgress(events, io, { quiet, pausedFor: request.view?.pausedFor });
  const picture = listenForPicture(events, io);
  request.abort.addEventListener('abort', display.stop, { once: true });
  events.connect();
  const ends = await Promise.allSettled([summary, ...sinks.map((sink) => sink.done)]);
  display.stop();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (request.picture && !request.abort.aborted) io.stderr.write(picture.text());
  return await summary;
}

/** Plays a run into its folder, which says in manifest.json when and how it ended. */
async function record(
  recording: Recording,
  io: CliIo,
  request: RunRequest,
  { now, writeReport }: Pick<CliDependencies, 'now' | 'writeReport'>,
): Promise<PlayedRun> {
  const { started, folder } = recording;
  const { seed, backend } = started;
  const begin = now();
  const manifest = { ...machineFacts(), seed, backend, startedAt: new Date(begin).toISOString() };
  const finish = (outcome: string, changed: Pick<Summary, 'interventions'> = {}) =>
    folder.writeManifest({ ...manifest, outcome, ...changed, wallSeconds: (now() - begin) / 1000 });
  const report = async () => (request.report ? keepReport(folder.path, writeReport, io) : undefined);
  await folder.writeManifest(manifest);
  try {
    const summary = await feed(recording, io, request);
    await folder.writeSummary(summary);
    const { reason, interventions } = summary;
    await finish(reason, interventions === undefined ? {} : { interventions });
    return { summary, report: await report() };
  } catch (error) {
    // What went wrong first is what counts; a full disk would fail here once more.
    await finish('failed').catch(() => undefined);
    const path = await report();
    if (path !== undefined) io.stderr.write(`report: ${path}\n`);
    io.stderr.write(`run folder: ${folder.path}\n`);
    throw error;
  }
}

/**
 * Runs a scenario, shows its progress on stderr and keeps everything in its folder. The folder is made when the
 * run has started, so that one which cannot start leaves an earlier run's folder alone.
 *
 * @throws Whatever stopped the run; what was written by then stays.
 */
export async function playRun(request: RunRequest, dependencies: CliDependencies, io: CliIo): Promise<PlayedRun> {
  const { scenario, out, backend, threads, quiet, abort, view } = request;
  const memory = machineChoices(io);
  const run = dependencies.runScenario(scenario, {
    ...(backend === undefined ? {} : { backend }),
    ...(threads === undefined ? {} : { threads }),
    ...(memory === undefined ? {} : { memory }),
    ...(view === undefined ? {} : { watch: view.watch }),
    signal: abort,
    clock: dependencies.now,
  });
  const play = async (): Promise<PlayedRun> => {
    const first = await run.next();
    if (first.done === true || first.value.kind !== 'run-started') throw new Error('a run must begin with run-started');
    const started = first.value;
    if (!quiet) io.stderr.write(startedText(started));
    const scenarioText = dependencies.formatScenario(scenario);
    const folder = await createRunFolder({ out, name: scenario.name, scenarioText });
    return closedAfter(
      () => record({ started, rest: run, folder, scenarioText }, io, request, dependencies),
      () => folder.close(),
    );
  };
  return closedAfter(play, () => run.return());
}
