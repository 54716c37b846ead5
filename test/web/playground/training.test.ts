import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { ViewFrame } from '../../../src/streams/frames/view-frame.js';
import { outcomeOf } from '../../../src/web/page/run-text.js';
import { Training } from '../../../src/web/playground/training.js';
import type { StartWorker } from '../../../src/web/playground/worker/asked-worker.js';
import type { Failure, FromWorker, ToWorker } from '../../../src/web/playground/worker/messages.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { FACTS } from '../../streams/frames/facts.js';

const ORDER = { text: '', seed: undefined, backend: 'events', commands: [] };
const FAILURE: Failure = { code: 'HV_BACKEND_UNSUPPORTED', message: 'it cannot run this network' };
const COMPLETE: ViewFrame = { kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 2, seconds: 3 };
/** What a run that could not begin tells: see `toFrames`. */
const NEVER_BEGUN: ViewFrame = { ...COMPLETE, reason: 'failed', epochs: 0, seconds: 0, failure: FAILURE };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Training in workers that do nothing by themselves: a test says what they say. */
function trainer() {
  const workers: { hear(message: FromWorker): void; lost(failure: Failure): void; readonly told: ToWorker[] }[] = [];
  const start: StartWorker = (hear, lost) => {
    const told: ToWorker[] = [];
    workers.push({ hear, lost, told });
    return { ask: () => Promise.reject(new Error()), tell: (message) => told.push(message), end: () => undefined };
  };
  const store = new RunStore();
  const training = new Training(store, start, () => undefined);
  return {
    store,
    training,
    begin: () => {
      training.begin(ORDER);
      const { hear, lost, told } = workers.at(-1)!;
      return {
        told,
        lost,
        tell: (...frames: readonly ViewFrame[]) => {
          for (const frame of frames) hear({ kind: 'frame', frame });
        },
        over: (failure?: Failure) => hear(failure ? { kind: 'over', failure } : { kind: 'over' }),
      };
    },
    outcome: () => outcomeOf(store),
    end: () => ({ phase: training.phase, failure: training.failure, holdsRun: training.holdsRun }),
  };
}
const RUN: ViewFrame = { kind: 'run', ...FACTS, epochs: 2 };

test('a run that never begins leaves the one before it as it ended', () => {
  const { begin, outcome, end } = trainer();
  const first = begin();
  first.tell(RUN, COMPLETE);
  first.over();
  expect(end()).toEqual({ phase: 'over', failure: undefined, holdsRun: true });
  const second = begin();
  second.tell(NEVER_BEGUN);
  second.over(FAILURE);
  expect(outcome()).toEqual({ mark: 'complete', text: 'complete after 2 of 2 epochs, 3.0 s' });
  expect(end()).toEqual({ phase: 'over', failure: FAILURE, holdsRun: false });
});

test('a run that is given up for one that never begins is interrupted, whatever becomes of that one', () => {
  const metrics = { kind: 'metrics', split: 'test', epoch: 1, step: 9, metrics: { 'accuracy(test)': 0.5 } } as const;
  for (const fail of ['over', 'lost'] as const) {
    const { begin, outcome, store, training } = trainer();
    vi.advanceTimersByTime(500);
    begin().tell(RUN, metrics);
    vi.advanceTimersByTime(1500);
    const second = begin();
    expect(training.phase).toBe('starting');
    expect(outcome()).toEqual({ mark: 'interrupted', text: 'interrupted after 1 of 2 epochs, 1.5 s' });
    second[fail](FAILURE);
    expect(outcome()).toEqual({ mark: 'interrupted', text: 'interrupted after 1 of 2 epochs, 1.5 s' });
    expect(store.ended?.metrics).toEqual({ 'accuracy(test)': 0.5 });
    expect(training.phase).toBe('over');
  }
});

test('a run whose worker is lost failed after the time that it went', () => {
  const { begin, outcome, store, end } = trainer();
  const run = begin();
  vi.advanceTimersByTime(700);
  run.tell(RUN);
  vi.advanceTimersByTime(2300);
  run.lost(FAILURE);
  expect(outcome()).toEqual({ mark: 'failed', text: 'failed after 0 of 2 epochs, 2.3 s' });
  expect(store.ended?.failure).toEqual(FAILURE);
  expect(end()).toEqual({ phase: 'over', failure: FAILURE, holdsRun: false });
});

test('a speed that is chosen before, or while a run begins, is its speed', () => {
  const { begin, store, training } = trainer();
  training.send({ kind: 'speed', batchesPerSecond: 5 });
  expect(store.state.speed).toBe(5);
  const { told, tell } = begin();
  training.send({ kind: 'speed', batchesPerSecond: 2 });
  training.send({ kind: 'pause' });
  expect(store.state.speed).toBe(2);
  const command = { kind: 'speed', batchesPerSecond: 2 };
  expect(told).toEqual([
    { kind: 'run', order: ORDER },
    { kind: 'command', command },
  ]);
  tell(RUN);
  training.send({ kind: 'pause' });
  expect(told.at(-1)).toEqual({ kind: 'command', command: { kind: 'pause' } });
});
