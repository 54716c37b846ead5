import { lastValueFrom } from 'rxjs';

import { machineFacts } from '../record/machine-facts.js';
import type { RunFolder } from '../record/run-folder.js';
import type { RunEvent } from '../run/run-event.js';
import { folderSinks } from '../streams/folder-sinks.js';
import { runEvents } from '../streams/run-events.js';
import { type Summary, toSummary } from '../streams/to-summary.js';
import { besideScenario } from './beside-scenario.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { closedAfter } from './closed-after.js';
import { interventionsIn, phaseIn, runTimes, withInterventions } from './earlier-part.js';
import { keepReport } from './keep-report.js';
import { machineChoices } from './machine-choices.js';
import { refuseOtherData } from './refuse-other-data.js';
import { replayFirst } from './replay-first.js';
import type { PlayedRun, RunRequest } from './run-request.js';
import { type Display, showProgress } from './show-progress.js';
import { startedText } from './started-text.js';
import { listenForPicture } from './terminal-picture.js';
import { withResume } from './with-resume.js';

type Run = AsyncGenerator<RunEvent, void, void>;
type Started = Extract<RunEvent, { kind: 'run-started' }>;

/** A run that has started, and where it is kept. */
interface Recording {
  readonly started: Started;
  /** What is left of it. */
  readonly rest: Run;
  readonly folder: RunFolder;
  readonly scenarioText: string;
  /** What the folder says of it so far. */
  readonly manifest: object;
  /** When this part of it began, in milliseconds since 1970. */
  readonly begin: number;
}

/** Connects a run to its folder, the terminal and its page and waits until all but the page have everything. */
async function feed(
  { started, rest, folder, scenarioText }: Recording,
  io: CliIo,
  request: RunRequest,
): Promise<Summary> {
  const run = replayFirst<RunEvent>(started, rest);
  const logged = request.earlier?.checkpoint !== undefined;
  const changed = logged ? await interventionsIn(folder.path) : 0;
  const phase = logged ? await phaseIn(folder.path) : undefined;
  const { sinks, listen } = folderSinks(folder, { logged, phase });
  const events = runEvents(run, { sinks });
  listen(events);
  request.view?.listen(events, { scenario: request.scenario, scenarioText, folder: folder.path, phase });
  const summary = lastValueFrom(events.pipe(toSummary(folder.path)));
  // A signal that came before is told no more.
  const quiet = request.quiet || request.abort.aborted;
  const { dt } = request.scenario.time;
  const display: Display = showProgress(events, io, { quiet, dt, phase, pausedFor: request.view?.pausedFor });
  const picture = listenForPicture(events, io);
  request.abort.addEventListener('abort', display.stop, { once: true });
  events.connect();
  const ends = await Promise.allSettled([summary, ...sinks.map((sink) => sink.done)]);
  display.stop();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (request.picture && !request.abort.aborted) io.stderr.write(picture.text());
  return withInterventions(await summary, changed);
}

/** Plays a run into its folder, which says in manifest.json when and how it ended. */
async function record(
  recording: Recording,
  io: CliIo,
  request: RunRequest,
  { now, writeReport }: Pick<CliDependencies, 'now' | 'writeReport'>,
): Promise<PlayedRun> {
  const { folder, manifest, begin } = recording;
  const before = request.earlier?.manifest.wallSeconds ?? 0;
  const finish = (outcome: string, changed: Pick<Summary, 'interventions'> = {}) =>
    folder.writeManifest({ ...manifest, outcome, ...changed, wallSeconds: before + (now() - begin) / 1000 });
  const report = async () => (request.report ? keepReport(folder.path, writeReport, io) : undefined);
  try {
    const summary = await feed(recording, io, request);
    const { reason, interventions } = summary;
    await finish(reason, interventions === undefined ? {} : { interventions });
    // The last one: a run with a summary is over, and nobody goes on with it to complete its manifest.
    await folder.writeSummary(summary);
    return { summary, report: await report() };
  } catch (error) {
    // What went wrong first is what counts; a full disk would fail here once more.
    await finish('failed').catch(() => undefined);
    const path = await report();
    if (path !== undefined) io.stderr.write(`report: ${path}\n`);
    io.stderr.write(`run folder: ${folder.path}\n`);
    throw withResume(error, folder.path);
  }
}

/** What the folder of a run says of it from the beginning. */
function manifestOf({ seed, backend, data }: Started, { earlier, snapshots }: RunRequest, begin: number): object {
  const held = { ...(data ? { data } : {}), ...(snapshots ? { snapshots } : {}) };
  return { ...machineFacts(), seed, backend, ...held, ...runTimes(earlier, begin) };
}

/** The beginning of a run. One that goes on says of its backend what its manifest says. */
async function startOf(run: Run, { earlier }: RunRequest): Promise<Started> {
  const first = await run.next();
  if (first.done === true || first.value.kind !== 'run-started') throw new Error('a run must begin with run-started');
  const started = first.value;
  if (!earlier) return started;
  refuseOtherData(earlier, started.data);
  return { ...started, backend: { ...started.backend, ...earlier.manifest.backend } };
}

/**
 * Runs a scenario, shows its progress on stderr and keeps everything in its folder. The folder is opened when the
 * run has started, so that one which cannot start leaves an earlier run's folder alone.
 *
 * @throws Whatever stopped the run; what was written by then stays. `HV_RESUME_DATA` for a run that goes on and whose data
 *   have changed, before its folder is touched.
 */
export async function playRun(request: RunRequest, dependencies: CliDependencies, io: CliIo): Promise<PlayedRun> {
  const { scenario, earlier, backend, threads, snapshots, quiet, abort, view } = request;
  const memory = machineChoices(io);
  const run = dependencies.runScenario(scenario, {
    ...(backend === undefined ? {} : { backend }),
    ...(threads === undefined ? {} : { threads }),
    ...(earlier?.checkpoint === undefined ? {} : { resume: earlier.checkpoint }),
    ...(snapshots === undefined ? {} : { snapshots: snapshots.known }),
    ...(memory === undefined ? {} : { memory }),
    ...(view === undefined ? {} : { watch: view.watch }),
    signal: abort,
    clock: dependencies.now,
  });
  const play = async (): Promise<PlayedRun> => {
    const started = await startOf(run, request).catch(async (error: unknown) => {
      throw await besideScenario(error, request.scenarioFile);
    });
    if (!quiet) io.stderr.write(startedText(started));
    const scenarioText = dependencies.formatScenario(scenario);
    const begin = dependencies.now();
    const manifest = manifestOf(started, request, begin);
    const folder = await request.open(scenarioText, manifest);
    return closedAfter(
      () => record({ started, rest: run, folder, scenarioText, manifest, begin }, io, request, dependencies),
      () => folder.close(),
    );
  };
  return closedAfter(play, () => run.return());
}
