import { concat, EMPTY, from, map, of, Subject, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, test } from 'vitest';

import { HeavisideError } from '../../../src/core/heaviside-error.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import type { Look } from '../../../src/run/watch/look.js';
import { framesOfLog } from '../../../src/streams/frames/frames-of-log.js';
import { toFrames } from '../../../src/streams/frames/to-frames.js';
import type { ViewFrame } from '../../../src/streams/frames/view-frame.js';
import { batchTrained, checkpoint, fakeRun, STARTED } from '../fake-run.js';
import { FACTS } from './facts.js';

const started = { ...STARTED, batchesPerEpoch: 4 };
const options = { facts: () => FACTS };
const lookOf = (sample: number, steps: number) => ({ sample, steps }) as Look;
const looked = (batch: number, look: Look): RunEvent => ({ kind: 'looked', epoch: 2, batch, step: batch, look });

function framesOf(events: readonly RunEvent[]): ViewFrame[] {
  const frames: ViewFrame[] = [];
  from(events)
    .pipe(toFrames(options))
    .subscribe((frame) => frames.push(frame));
  return frames;
}

describe('frames of a run', () => {
  test('come in the order of the events, batches before what follows them', async () => {
    const events: RunEvent[] = [];
    for await (const event of fakeRun()) events.push(event);
    const frames = framesOf(events);
    expect(frames.map(({ kind }) => kind)).toEqual([
      ...['run', 'batches', 'metrics', 'metrics', 'batches', 'metrics', 'metrics', 'ended'],
    ]);
    expect(frames[1]).toEqual({
      kind: 'batches',
      step: Uint32Array.of(1, 2, 3),
      // Three batches an epoch.
      epoch: Float32Array.of(1 / 3, 2 / 3, 1),
      accuracy: Float32Array.of(1 - 1 / 2, 1 - 1 / 3, 1 - 1 / 4),
      reward: Float32Array.of(1 / 8, 2 / 8, 3 / 8),
      spikesPerSample: Float32Array.of(11, 12, 13),
      learningRate: Float32Array.of(0.5, 0.5, 0.5),
    });
    expect(frames.slice(2, 4)).toEqual([
      {
        kind: 'metrics',
        split: 'train',
        epoch: 1,
        step: 3,
        metrics: { 'accuracy(train)': 0.5, reward: 0.25, spikesPerSample: 12.5 },
      },
      { kind: 'metrics', split: 'test', epoch: 1, step: 3, metrics: { 'accuracy(test)': 0.75 } },
    ]);
    expect(frames.at(-1)).toMatchObject({ kind: 'ended', reason: 'complete', epochs: 2, seconds: 1 });
    expect(frames.at(-1)).not.toHaveProperty('folder');
  });

  test('have presentations end to end on the time axis, and interventions between them', () => {
    const rate = { kind: 'learning-rate', value: 0.25 } as const;
    const frames = framesOf([
      started,
      looked(1, lookOf(7, 25)),
      { kind: 'intervened', epoch: 2, batch: 1, step: 1, intervention: rate },
      looked(3, lookOf(8, 10)),
      { kind: 'intervened', epoch: 2, batch: 1, step: 1, intervention: rate, refused: 'no optimizer' },
      { kind: 'samples-looked', looks: [lookOf(0, 5), lookOf(1, 5)] },
    ]);
    expect(frames.slice(1)).toEqual([
      // Second epoch, first of four batches.
      { kind: 'look', start: 0, epoch: 1.25, step: 1, look: lookOf(7, 25) },
      { kind: 'intervention', start: 25, step: 1, intervention: rate },
      { kind: 'look', start: 25, epoch: 1.75, step: 3, look: lookOf(8, 10) },
      { kind: 'intervention', start: 35, step: 1, intervention: rate, refused: 'no optimizer' },
      { kind: 'look', start: 35, epoch: 0, step: 0, look: lookOf(0, 5) },
      { kind: 'look', start: 40, epoch: 0, step: 0, look: lookOf(1, 5) },
    ]);
  });

  test('place the last looks where the run stood, also within an epoch', () => {
    // One epoch of four batches, and two of the next.
    const events: RunEvent[] = [started, batchTrained(2, 2, 6), { kind: 'samples-looked', looks: [lookOf(0, 5)] }];
    expect(framesOf(events).at(-1)).toMatchObject({ kind: 'look', epoch: 1.5, step: 6 });
  });

  test('end with the number of interventions that took effect, where there were any', async () => {
    const rate = { kind: 'learning-rate', value: 0.25 } as const;
    const change: RunEvent = { kind: 'intervened', epoch: 1, batch: 0, step: 0, intervention: rate };
    const end: RunEvent = { kind: 'run-ended', reason: 'complete', metrics: {}, epochs: 2, expect: [], seconds: 1 };
    expect(framesOf([started, change, { ...change, refused: 'no' }, change, end]).at(-1)).toMatchObject({
      kind: 'ended',
      interventions: 2,
    });
    expect(framesOf([started, { ...change, refused: 'no' }, end]).at(-1)).not.toHaveProperty('interventions');
    expect(framesOfLog([started, change], { looks: [] }, options).at(-1)).toMatchObject({
      kind: 'ended',
      interventions: 1,
    });
  });

  test('leave out where nobody counts spikes', () => {
    const { spikesPerSample: _, ...batch } = batchTrained(1, 1, 1);
    expect(framesOf([started, batch])[1]).toMatchObject({ spikesPerSample: Float32Array.of(Number.NaN) });
  });

  test('gather batches for an interval', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ cold, expectObservable }) => {
      const events = cold<RunEvent>('s-ab 200ms (c|)', {
        s: started,
        a: batchTrained(1, 1, 1),
        b: batchTrained(1, 2, 2),
        c: batchTrained(1, 3, 3),
      });
      const told = events.pipe(
        toFrames({ ...options, interval: 100 }),
        map((frame) => (frame.kind === 'batches' ? frame.step.join(' ') : frame.kind)),
      );
      // The first batch comes at 2 ms; the third one waits for the end only.
      expectObservable(told).toBe('s 101ms g 101ms (c|)', { s: 'run', g: '1 2', c: '3' });
    });
  });

  test('tell at most 4096 batches at once', () => {
    const sizes = framesOf([started, ...Array.from({ length: 5000 }, (_, k) => batchTrained(1, 1, k + 1))]).map(
      (frame) => (frame.kind === 'batches' ? frame.step.length : 0),
    );
    expect(sizes).toEqual([0, 4096, 904]);
  });

  test('end with what went wrong, told by the run or not, once', () => {
    const failure = { code: 'HV_NON_FINITE', message: 'layer h1 diverged' };
    const failed: RunEvent = { kind: 'run-failed', ...failure, epoch: 1, step: 3, facts: {} };
    const epoch: RunEvent = { kind: 'epoch-ended', epoch: 1, step: 3, metrics: { reward: 2 }, seconds: 4 };
    const error = new HeavisideError(failure.code, 'run', failure.message);
    const expected = [
      { kind: 'ended', reason: 'failed', metrics: { reward: 2 }, expect: [], epochs: 1, seconds: 4, failure },
    ];
    for (const last of [of(failed), EMPTY]) {
      const frames: ViewFrame[] = [];
      let complete = false;
      concat(
        of<RunEvent[]>(started, epoch),
        last,
        throwError(() => error),
      )
        .pipe(toFrames(options))
        .subscribe({ next: (frame) => frames.push(frame), complete: () => (complete = true) });
      expect(frames.slice(2)).toEqual(expected);
      expect(complete).toBe(true);
    }
  });

  test('end as a bug of ours when the error is none of ours', () => {
    const frames: ViewFrame[] = [];
    throwError(() => new TypeError('x is not a function'))
      .pipe(toFrames({ ...options, folder: 'runs/fake' }))
      .subscribe((frame) => frames.push(frame));
    expect(frames).toMatchObject([
      { reason: 'failed', failure: { code: 'HV_INTERNAL', message: 'x is not a function' }, folder: 'runs/fake' },
    ]);
  });

  test('end with an error of their own making, which the run does not hear of', () => {
    const events = new Subject<RunEvent>();
    const errors: unknown[] = [];
    const facts = () => {
      throw new TypeError('no layers');
    };
    events.pipe(toFrames({ facts })).subscribe({ error: (cause) => errors.push(cause) });
    events.next(started);
    expect(errors).toEqual([new TypeError('no layers')]);
    expect(events.observed).toBe(false);
  });

  test('are let go of with their timer', () => {
    const events = new Subject<RunEvent>();
    const frames: ViewFrame[] = [];
    const subscription = events.pipe(toFrames(options)).subscribe((frame) => frames.push(frame));
    events.next(started);
    events.next(batchTrained(1, 1, 1));
    subscription.unsubscribe();
    expect(events.observed).toBe(false);
    expect(frames.map(({ kind }) => kind)).toEqual(['run']);
  });
});

test('a log gives the same frames, with presentations from the files of the run', () => {
  const looks = [lookOf(0, 5), lookOf(1, 5)];
  const { tensors: _, ...rest } = checkpoint('end', 1, 1);
  const events: RunEvent[] = [started, batchTrained(1, 1, 1), { kind: 'samples-looked', looks }];
  const lines = [started, batchTrained(1, 1, 1), rest, { kind: 'samples-looked' } as const];
  // The log says nothing of an end.
  const [end] = framesOfLog(lines, { looks }, options).slice(-1);
  expect(end).toMatchObject({ kind: 'ended', reason: 'unfinished', epochs: 0, expect: [] });
  expect(framesOfLog(lines, { looks }, options)).toEqual([...framesOf(events), end]);
});

test('a log, which has no presentations, gives interventions no place between them', () => {
  const intervention = { kind: 'learning-rate', value: 0.5 } as const;
  const lines = [started, { kind: 'intervened', epoch: 1, batch: 1, step: 1, intervention } as const];
  expect(framesOfLog(lines, { looks: [] }, options)[1]).toEqual({ kind: 'intervention', step: 1, intervention });
});
