import { heavisideVersion } from '../record/heaviside-version.js';
import { jsonText } from '../record/json-text.js';
import { parseQueueUrl } from '../sweep/queue/queue-url.js';
import { serveQueue } from '../sweep/queue/queue-worker.js';
import type { WorkerNews } from '../sweep/queue/worker-options.js';
import { type StartRun, startRunProcess } from '../sweep/start-run.js';
import type { CliIo } from './cli-io.js';
import { EXIT, statusOfSignal } from './exit-status.js';
import { sharedMachine } from './shared-machine.js';
import { stopOnSignal } from './stop-on-signal.js';
import { workerName } from './worker-program.js';
import { newsLine } from './worker-text.js';
import { writeText } from './write-text.js';

/** Options of `heaviside worker`. */
export interface WorkerCommandOptions {
  readonly queue: string;
  readonly out: string;
  readonly jobs?: number;
  readonly name?: string;
  readonly drain?: boolean;
  readonly lostAfter: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

type WorkerEnd = WorkerNews['end'];

const failed = (end: WorkerEnd): boolean =>
  end.kind === 'failed' ? !end.again : end.kind === 'played' && end.outcome.kind === 'failed';

/** How a job can end for a worker: name in the document, words for people. */
const ENDS: readonly { readonly name: string; readonly words: string; readonly is: (end: WorkerEnd) => boolean }[] = [
  { name: 'finished', words: 'finished', is: (end) => end.kind === 'played' && end.outcome.kind === 'finished' },
  { name: 'failed', words: 'failed', is: failed },
  { name: 'triedAgain', words: 'to be tried again', is: (end) => end.kind === 'failed' && end.again },
  { name: 'givenBack', words: 'given back', is: (end) => end.kind === 'returned' },
];

/**
 * `heaviside worker`: plays the runs that sweeps put into a queue.
 *
 * @param start Starts the run of a scenario; a process of its own unless told.
 * @returns The exit status: 0 the queue was empty, 130, 143 or 129 stopped by a signal. That of a run is its sweep's affair.
 */
export async function workerCommand(
  options: WorkerCommandOptions,
  io: CliIo,
  start: StartRun = startRunProcess,
): Promise<number> {
  const { out, drain = false, lostAfter, json = false, quiet = false, name = workerName() } = options;
  const queue = parseQueueUrl(options.queue);
  const { jobs, threads } = sharedMachine(options.jobs);
  const tell = (line: string) => void io.stderr.write(`${line}\n`);
  const progress = (line: string) => (quiet ? undefined : tell(line));
  const watch = stopOnSignal(io.signals, (signal) => {
    tell(`${signal}: giving the runs back; once more to stop at once`);
  });
  const news: WorkerNews[] = [];
  const heard = (ended: WorkerNews) => {
    news.push(ended);
    progress(newsLine(ended));
  };
  try {
    const version = heavisideVersion();
    const place = `runs in ${out}, ${jobs} at a time`;
    const serving = () =>
      progress(`worker ${name} of Heaviside ${version} serves the queue at ${queue.shown}: ${place}`);
    const how = { queue, name, out, jobs, threads, drain, lostAfter, start, signal: watch.abort, serving, heard, tell };
    await serveQueue(how);
    const counts = ENDS.map(({ is, ...kind }) => ({ ...kind, count: news.filter(({ end }) => is(end)).length }));
    const told = counts.flatMap(({ words, count }) => (count > 0 ? [`${count} ${words}`] : []));
    const text = `worker ${name}: ${told.length > 0 ? `runs: ${told.join(', ')}` : 'nothing to do'}\n`;
    const runs = Object.fromEntries(counts.map((kind) => [kind.name, kind.count]));
    const document = { worker: name, heaviside: version, queue: queue.shown, out, runs };
    await writeText(io.stdout, json ? `${jsonText(document, true)}\n` : text);
    const signal = watch.caught();
    return signal === undefined ? EXIT.done : statusOfSignal(signal);
  } finally {
    watch.release();
  }
}
