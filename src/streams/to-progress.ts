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
  /** When the run started, by a clock that stands still while it is paused, in ms; later by what it did besides learning. */
  readonly startedAt: number;
  /** Batches that were learned before, of a run that goes on: they took none of the time since then. */
  readonly earlier?: number;
  /** Phases of the run; absent where it is a single training. */
  readonly phases?: PhaseList;
  /** The phase that goes on. */
  readonly phase?: PhaseState;
}

type PhaseList = NonNullable<Started['phases']>;

/** How far a phase is. */
export interface PhaseState {
  readonly id: string;
  readonly type: PhaseList[number]['type'];
  /** Place among the phases, from 1. */
  readonly number: number;
  /** Batches of a test, time steps of a free run; both 0 before it is known. */
  readonly done: number;
  readonly of: number;
  /** When it began, as `startedAt`. */
  readonly since: number;
}

type Started = Extract<RunEvent, { kind: 'run-started' }>;
type Batch = Extract<RunEvent, { kind: 'batch-trained' }>;

function starting({ epochs, batchesPerEpoch, phases }: Started, startedAt: number): ProgressState {
  const state = { epoch: 1, epochs, batch: 0, batchesPerEpoch, accuracy: 0, reward: 0, startedAt };
  return phases ? { ...state, phases } : state;
}

function inPhase(before: ProgressState, id: string, since: number): ProgressState {
  const { phases = [] } = before;
  const place = phases.findIndex((phase) => phase.id === id);
  if (place < 0) return before;
  // The network may be another one.
  const { testAccuracy: _, ...rest } = before;
  return { ...rest, phase: { id, type: phases[place]!.type, number: place + 1, done: 0, of: 0, since } };
}

function withoutPhase({ phase, ...rest }: ProgressState, now: number): ProgressState {
  const isRest = phase !== undefined && phase.type !== 'train';
  return isRest ? { ...rest, startedAt: rest.startedAt + (now - phase.since) } : rest;
}

function farther(before: ProgressState, done: number, of: number): ProgressState {
  return before.phase ? { ...before, phase: { ...before.phase, done, of } } : before;
}

/** @param spent Milliseconds that the run has taken so far. */
function afterBatch(before: ProgressState, event: Batch, spent: number): ProgressState {
  const { epoch, batch } = event;
  const { epochs, batchesPerEpoch } = before;
  const done = (epoch - 1) * batchesPerEpoch + batch;
  const left = Math.max(0, epochs * batchesPerEpoch - done);
  const earlier = before.earlier ?? (before.secondsLeft === undefined ? done - 1 : 0);
  const seen = Math.min(batch, done - earlier);
  const mean = (old: number | undefined, now: number) =>
    seen <= 1 || old === undefined ? now : old + (now - old) / seen;
  const means = {
    accuracy: mean(before.accuracy, event.accuracy),
    reward: mean(before.reward, event.reward),
    ...(event.spikesPerSample === undefined
      ? {}
      : { spikesPerSample: mean(before.spikesPerSample, event.spikesPerSample) }),
  };
  const time = { secondsLeft: (spent / 1000 / (done - earlier)) * left, ...(earlier > 0 ? { earlier } : {}) };
  return { ...before, ...means, epoch, batch, ...time };
}

/**
 * Turns events into where the run stands, at most once in `interval`; the last state always comes.
 * States in between are let go: each one says everything.
 *
 * @param options `interval` in milliseconds; `scheduler`: clock for the interval and for the time left, a test gives a
 *   virtual one; `pausedFor`: milliseconds for which the run has been paused by now; `phase`: the one in which a run goes on
 *   that was cut short.
 */
export function toProgress({
  interval,
  scheduler = asyncScheduler,
  pausedFor = () => 0,
  phase,
}: {
  readonly interval: number;
  readonly scheduler?: SchedulerLike;
  readonly pausedFor?: () => number;
  readonly phase?: string | undefined;
}): OperatorFunction<RunEvent, ProgressState> {
  /** Of the run itself: a pause in a phase that does not learn must not be taken off twice. */
  const now = (): number => scheduler.now() - pausedFor();
  const next = (before: ProgressState | undefined, event: RunEvent): ProgressState | undefined => {
    if (event.kind === 'run-started') {
      const state = starting(event, now());
      return phase === undefined ? state : inPhase(state, phase, now());
    }
    if (before === undefined) return undefined;
    if (event.kind === 'batch-trained') return afterBatch(before, event, now() - before.startedAt);
    if (event.kind === 'phase-started') return inPhase(before, event.phase, now());
    if (event.kind === 'phase-ended') return withoutPhase(before, now());
    if (event.kind === 'steps-run') return farther(before, event.done, event.steps);
    if (event.kind === 'batch-tested' && before.phase?.type === 'test')
      return farther(before, event.batch, event.batches);
    const tested =
      event.kind === 'tested' && before.phase?.type !== 'test' ? event.metrics['accuracy(test)'] : undefined;
    return tested === undefined ? before : { ...before, testAccuracy: tested };
  };
  return pipe(
    scan<RunEvent, ProgressState | undefined>(next, undefined),
    filter((state) => state !== undefined),
    throttleTime(interval, scheduler, { leading: true, trailing: true }),
  );
}
