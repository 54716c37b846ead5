import { onTestFinished } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import type { SweepPoint } from '../../../src/scenario/sweep.js';
import type { QueueEngineOptions } from '../../../src/sweep/queue/engine-options.js';
import { queueEngine } from '../../../src/sweep/queue/queue-engine.js';
import { parseQueueUrl } from '../../../src/sweep/queue/queue-url.js';
import { serveQueue } from '../../../src/sweep/queue/queue-worker.js';
import type { WorkerNews, WorkerOptions } from '../../../src/sweep/queue/worker-options.js';
import type { SweepProgress } from '../../../src/sweep/sweep-engine.js';
import { inProcessRuns } from '../in-process-runs.js';
import { xorText } from '../xor-text.js';

const XOR = xorText('queued', 'time: { steps: 3 }\n');

/** Runs that take a moment, one for each seed. */
export function xorPoints(count: number): readonly SweepPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = index + 1;
    return { index, settings: { seed }, scenario: parseScenario(XOR, { seed }) };
  });
}

/** A sweep that goes on. */
interface PlayedSweep {
  readonly progress: SweepProgress[];
  readonly told: string[];
  readonly stop: AbortController;
  readonly outcomes: ReturnType<ReturnType<typeof queueEngine>['play']>;
}

/** Plays points through the queue at an address; stopped with the test at the latest. */
export function sweepOn(
  url: string,
  points: readonly SweepPoint[],
  options: Pick<QueueEngineOptions, 'out'> & Partial<QueueEngineOptions>,
): PlayedSweep {
  const stop = new AbortController();
  const progress: SweepProgress[] = [];
  const told: string[] = [];
  const engine = queueEngine({
    ...{ queue: parseQueueUrl(url), fresh: false, signal: stop.signal, tell: (line) => void told.push(line) },
    ...{ backend: 'events', look: 200, backoff: 50, ...options },
  });
  const outcomes = engine.play(points, (heard) => void progress.push(heard));
  onTestFinished(async () => {
    stop.abort();
    await outcomes.catch(() => undefined);
  });
  return { progress, told, stop, outcomes };
}

/** A worker that goes on. */
interface ServingWorker {
  readonly news: WorkerNews[];
  readonly told: string[];
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Serves the queue at an address, in this process; stopped with the test at the latest. */
export function workerOn(url: string, options: Pick<WorkerOptions, 'out'> & Partial<WorkerOptions>): ServingWorker {
  const stop = new AbortController();
  const news: WorkerNews[] = [];
  const told: string[] = [];
  const ended = serveQueue({
    ...{ queue: parseQueueUrl(url), name: 'worker', jobs: 1, threads: 1, drain: false, lostAfter: 30 },
    ...{ start: inProcessRuns().start, signal: stop.signal },
    ...{ heard: (heard) => void news.push(heard), tell: (line) => void told.push(line) },
    ...options,
  });
  ended.catch(() => undefined);
  onTestFinished(async () => {
    stop.abort();
    await ended.catch(() => undefined);
  });
  return { news, told, stop, ended };
}
