import { asyncScheduler, filter, type OperatorFunction, pipe, type SchedulerLike, scan, throttleTime } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';

/** Where a run stands, for a bar or a status line. Means run over the batches of the epoch so far. */
export interface ProgressState {
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batchesPerEpoch: number;
  readonly accuracy: number;
  readonly reward: number;
  /** Absent where nobody counts spikes. */
  readonly spikesPerSample?: number;
  /** Of the last test, once there was one. */
  readonly testAccuracy?: number;
  /** Time left if the rest goes as fast as the run so far, without its pauses; absent until a batch is done. */
  readonly secondsLeft?: number;
  /** When the run started, by the scheduler's clock, in milliseconds. */
  readonly startedAt: number;
}

type Started = Extract<RunEvent, { kind: 'run-started' }>;
type Batch = Extract<RunEvent, { kind: 'batch-trained' }>;

function starting({ epochs, batchesPerEpoch }: Started, startedAt: number): ProgressState {
  return { epoch: 1, epochs, batch: 0, batchesPerEpoch, accuracy: 0, reward: 0, startedAt };
}

/** @param spent Milliseconds that the run has taken so far. */
function afterBatch(before: ProgressState, event: Batch, spent: number): ProgressState {
  const { epoch, batch } = event;
  const { epochs, batchesPerEpoch } = before;
  const mean = (old: number | undefined, now: number) =>
    batch <= 1 || old === undefined ? now : old + (now - old) / batch;
  const done = (epoch - 1) * batchesPerEpoch + batch;
  const left = Math.max(0, epochs * batchesPerEpoch - done);
  const means = {
    accuracy: mean(before.accuracy, event.accuracy),
    reward: mean(before.reward, event.reward),
    ...(event.spikesPerSample === undefined
      ? {}
      : { spikesPerSample: mean(before.spikesPerSample, event.spikesPerSample) }),
  };
  return { ...before, ...means, epoch, batch, secondsLeft: (spent / 1000 / done) * left };
}

/**
 * Turns events into where the run stands, at most once in `interval`; the last state always comes.
 * States in between are let go: each one says everything.
 *
 * @param options `interval` in milliseconds; `scheduler`: clock for the interval and for the time left, a test gives a
 *   virtual one; `pausedFor`: milliseconds for which the run has been paused by now.
 */
export function toProgress({
  interval,
  scheduler = asyncScheduler,
  pausedFor = () => 0,
}: {
  readonly interval: number;
  readonly scheduler?: SchedulerLike;
  readonly pausedFor?: () => number;
}): OperatorFunction<RunEvent, ProgressState> {
  const next = (before: ProgressState | undefined, event: RunEvent): ProgressState | undefined => {
    if (event.kind === 'run-started') return starting(event, scheduler.now());
    if (before === undefined) return undefined;
    if (event.kind === 'batch-trained')
      return afterBatch(before, event, scheduler.now() - before.startedAt - pausedFor());
    const tested = event.kind === 'tested' ? event.metrics['accuracy(test)'] : undefined;
    return tested === undefined ? before : { ...before, testAccuracy: tested };
  };
  return pipe(
    scan<RunEvent, ProgressState | undefined>(next, undefined),
    filter((state) => state !== undefined),
    throttleTime(interval, scheduler, { leading: true, trailing: true }),
  );
}
