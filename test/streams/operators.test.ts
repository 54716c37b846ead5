import { filter, lastValueFrom, map, of, tap, toArray } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../src/run/run-event.js';
import { toLogLines } from '../../src/streams/to-log-lines.js';
import { toMetricLines } from '../../src/streams/to-metric-lines.js';
import { type ProgressState, toProgress } from '../../src/streams/to-progress.js';
import { toSummary } from '../../src/streams/to-summary.js';
import { batchTrained, checkpoint, STARTED } from './fake-run.js';

const inVirtualTime = (body: (helpers: RunHelpers) => void): void =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(body);

const EPOCH_ENDED: RunEvent = {
  kind: 'epoch-ended',
  epoch: 1,
  step: 3,
  metrics: { 'accuracy(train)': 0.5, reward: 0.25 },
  seconds: 2,
};
const TESTED: RunEvent = {
  kind: 'tested',
  epoch: 1,
  step: 3,
  split: 'test',
  samples: 4,
  metrics: { 'accuracy(test)': 0.75, rate: 8 },
};
const ENDED: RunEvent = {
  kind: 'run-ended',
  reason: 'complete',
  epochs: 2,
  metrics: { reward: 1 },
  expect: [],
  seconds: 9,
};

describe('toMetricLines', () => {
  test('makes a line of each metric, at once, and nothing of other events', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold('s-b-e----t----|', { s: STARTED, b: batchTrained(1, 1, 1), e: EPOCH_ENDED, t: TESTED });
      expectObservable(events.pipe(toMetricLines())).toBe('----(ab)-(cd)-|', {
        a: { step: 3, epoch: 1, split: 'train', name: 'accuracy', value: 0.5 },
        b: { step: 3, epoch: 1, split: 'train', name: 'reward', value: 0.25 },
        c: { step: 3, epoch: 1, split: 'test', name: 'accuracy', value: 0.75 },
        d: { step: 3, epoch: 1, split: 'test', name: 'rate', value: 8 },
      });
    });
  });
});

test('metrics of a run of phases name their phase, for every subscription', async () => {
  const place = { epoch: 1, step: 3 };
  const events = of<RunEvent[]>(
    STARTED,
    { kind: 'phase-started', phase: 'mend', type: 'train', from: 'start', ...place },
    EPOCH_ENDED,
    { kind: 'phase-ended', phase: 'mend', type: 'train', ...place, metrics: {}, seconds: 1 },
    TESTED,
  ).pipe(toMetricLines(), toArray());
  const told = async () => (await lastValueFrom(events)).map(({ name, phase }) => [name, phase]);
  const expected = [
    ['accuracy', 'mend'],
    ['reward', 'mend'],
    ['accuracy', undefined],
    ['rate', undefined],
  ];
  expect([await told(), await told()]).toEqual([expected, expected]);
});

describe('toLogLines', () => {
  const lines = (...events: RunEvent[]) => lastValueFrom(of(...events).pipe(toLogLines(), toArray()));

  test('names the file of a checkpoint instead of its values', async () => {
    expect(await lines(checkpoint('end', 2, 6))).toEqual([
      {
        kind: 'checkpoint',
        reason: 'end',
        epoch: 2,
        step: 6,
        facts: { seed: '7240' },
        file: 'checkpoints/end-epoch-2-step-6.safetensors',
        tensors: [{ name: 'out.weight', shape: [2, 2] }],
      },
    ]);
  });

  test('counts spikes by layer and names their files', async () => {
    const record = (layer: string, spikes: number) => {
      const [units, times] = [new Uint32Array(spikes), new Uint32Array(spikes)];
      return { layer, sample: 0, label: 1, steps: 4, units, times };
    };
    const records = [record('h1', 3), record('out', 1), record('h1', 2)];
    expect(await lines({ kind: 'spikes-recorded', split: 'test', records })).toEqual([
      {
        kind: 'spikes-recorded',
        split: 'test',
        layers: [
          { layer: 'h1', file: 'spikes/h1.safetensors.gz', samples: 2, spikes: 5 },
          { layer: 'out', file: 'spikes/out.safetensors.gz', samples: 1, spikes: 1 },
        ],
      },
    ]);
  });

  test('tells histograms in plain numbers', async () => {
    const histogram = { tensor: 'out.weight', from: -1, to: 1, zeros: 2, counts: Uint32Array.of(3, 0, 1) };
    const place = { kind: 'histograms', epoch: 1, step: 3 } as const;
    const [line] = await lines({ ...place, weights: [histogram], feedback: [] });
    const plain = { ...histogram, counts: [3, 0, 1] };
    expect(JSON.parse(JSON.stringify(line))).toEqual({ ...place, weights: [plain], feedback: [] });
  });

  test('names the file of looks at test samples, and tells interventions, but not what somebody looked at', async () => {
    const look = {
      ...{ sample: 7, label: 1, answer: 0, steps: 4, spikes: [], pulses: [] },
      voltages: { neurons: [], values: new Float32Array() },
      ...{ readout: Float32Array.of(1, 0), input: new Float32Array(2) },
    };
    const place = { epoch: 1, batch: 2, step: 3 };
    const intervened: RunEvent = { kind: 'intervened', ...place, intervention: { kind: 'learning-rate', value: 0.5 } };
    expect(
      await lines({ kind: 'looked', ...place, look }, intervened, { kind: 'samples-looked', looks: [look] }),
    ).toEqual([
      intervened,
      { kind: 'samples-looked', file: 'looks/samples.msgpack.gz', looks: [{ sample: 7, label: 1, answer: 0 }] },
    ]);
  });

  test('passes everything else on as it is', async () => {
    expect(await lines(STARTED, TESTED)).toEqual([STARTED, TESTED]);
  });
});

describe('toProgress', () => {
  const state = (more: Partial<ProgressState>): ProgressState => ({
    epoch: 1,
    epochs: 2,
    batch: 0,
    batchesPerEpoch: 3,
    accuracy: 0,
    reward: 0,
    startedAt: 0,
    ...more,
  });

  test('shows the first state, then at most one an interval, and always the last', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold('s--(abc)--d|', {
        s: STARTED,
        a: batchTrained(1, 1, 1), // accuracy 1/2, reward 1/8, 11 spikes
        b: batchTrained(1, 2, 2), // accuracy 2/3, reward 2/8, 12 spikes
        c: batchTrained(1, 3, 3), // accuracy 3/4, reward 3/8, 13 spikes
        d: batchTrained(2, 1, 4),
      });
      // c: half of six batches in 3 ms leaves 3 ms; d: four of six in 10 ms leave 5 ms; d comes when the second interval is over
      const c = state({
        batch: 3,
        reward: 0.25,
        spikesPerSample: 12,
        secondsLeft: 0.003,
        accuracy: expect.closeTo(23 / 36),
      });
      const d = state({ epoch: 2, batch: 1, accuracy: 0.8, reward: 0.5, spikesPerSample: 14, secondsLeft: 0.005 });
      expectObservable(events.pipe(toProgress({ interval: 8 }))).toBe('s-------c-------(d|)', { s: state({}), c, d });
    });
  });

  test('does not count a pause into the time that is left', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold('s---------a|', { s: STARTED, a: batchTrained(1, 1, 1) });
      // One of six batches after 10 ms, of which the run was paused for 8: five more in 2 ms each.
      const a = state({ batch: 1, accuracy: 0.5, reward: 0.125, spikesPerSample: 11, secondsLeft: 0.01 });
      let paused = 0;
      const pausing = events.pipe(tap(({ kind }) => (paused = kind === 'batch-trained' ? 8 : 0)));
      const progress = pausing.pipe(toProgress({ interval: 1, pausedFor: () => paused }));
      expectObservable(progress).toBe('s---------a|', { s: state({}), a });
    });
  });

  test('remembers the accuracy of the last test', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold('s-t|', { s: STARTED, t: TESTED });
      const tested = state({ testAccuracy: 0.75 });
      expectObservable(events.pipe(toProgress({ interval: 1 }))).toBe('s-t|', { s: state({}), t: tested });
    });
  });

  const phases = [
    { id: 'calm', type: 'run' },
    { id: 'learn', type: 'train' },
  ] as const;
  const place = { epoch: 0, step: 0 };

  test('knows the phase, how far one is that does not learn, and does not count that into the time that is left', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold<RunEvent>('sr-d--el-b|', {
        s: { ...STARTED, phases },
        r: { kind: 'phase-started', phase: 'calm', type: 'run', from: 'start', ...place },
        d: { kind: 'steps-run', phase: 'calm', done: 250, steps: 1000 },
        e: { kind: 'phase-ended', phase: 'calm', type: 'run', ...place, metrics: {}, seconds: 1 },
        l: { kind: 'phase-started', phase: 'learn', type: 'train', from: 'start', ...place },
        b: batchTrained(1, 1, 1),
      });
      const calm = { id: 'calm', type: 'run', number: 1, done: 0, of: 0, since: 1 } as const;
      const learn = { id: 'learn', type: 'train', number: 2, done: 0, of: 0, since: 7 } as const;
      // The free run took from 1 ms to 6 ms: the start moves by 5. One of six batches then took 9 - 5 = 4 ms.
      const later = { phases, startedAt: 5 };
      expectObservable(events.pipe(toProgress({ interval: 0 }))).toBe('sr-d--el-b|', {
        s: state({ phases }),
        r: state({ phases, phase: calm }),
        d: state({ phases, phase: { ...calm, done: 250, of: 1000 } }),
        e: state(later),
        l: state({ ...later, phase: learn }),
        b: state({
          ...{ ...later, phase: learn, batch: 1, accuracy: 0.5, reward: 0.125, spikesPerSample: 11 },
          secondsLeft: expect.closeTo(0.02),
        }),
      });
    });
  });

  test('a pause in a phase that does not learn is left out once', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold<RunEvent>('sr---el-b|', {
        s: { ...STARTED, phases },
        r: { kind: 'phase-started', phase: 'calm', type: 'run', from: 'start', ...place },
        e: { kind: 'phase-ended', phase: 'calm', type: 'run', ...place, metrics: {}, seconds: 1 },
        l: { kind: 'phase-started', phase: 'learn', type: 'train', from: 'start', ...place },
        b: batchTrained(1, 1, 1),
      });
      let paused = 0;
      const pausing = events.pipe(tap(({ kind }) => (paused = kind === 'phase-ended' ? 3 : paused)));
      // From 1 ms to 5 ms it ran freely, or was paused: one of six batches took 8 - 4 = 4 ms.
      const left = pausing.pipe(
        toProgress({ interval: 0, pausedFor: () => paused }),
        filter(({ secondsLeft }) => secondsLeft !== undefined),
        map(({ secondsLeft }) => secondsLeft!.toFixed(6)),
      );
      expectObservable(left).toBe('--------b|', { b: '0.020000' });
    });
  });

  test('the accuracy of a test phase is not that of the training', async () => {
    const phases = [{ id: 'check', type: 'test' }] as const;
    const begins = { kind: 'phase-started', phase: 'check', type: 'test', from: 'start', epoch: 0, step: 0 } as const;
    const batch = { kind: 'batch-tested', epoch: 0, batch: 2, batches: 3 } as const;
    const events = of<RunEvent[]>({ ...STARTED, phases }, begins, batch, TESTED);
    const last = await lastValueFrom(events.pipe(toProgress({ interval: 0 })));
    expect(last).not.toHaveProperty('testAccuracy');
    expect(last.phase).toMatchObject({ id: 'check', done: 2, of: 3 });
  });

  test('waits for the start', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(cold('b|', { b: batchTrained(1, 1, 1) }).pipe(toProgress({ interval: 1 }))).toBe('-|');
    });
  });
});

describe('toSummary', () => {
  const summary = {
    name: 'fake',
    seed: 7240,
    backend: 'reference',
    reason: 'complete',
    metrics: { reward: 1 },
    epochs: 2,
    seconds: 9,
    expect: [],
    folder: 'runs/fake/0',
  };

  test('comes once, when the run is over', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const events = cold('s-b-e-|', { s: STARTED, b: batchTrained(1, 1, 1), e: ENDED });
      expectObservable(events.pipe(toSummary('runs/fake/0'))).toBe('------(r|)', { r: summary });
    });
  });

  test('counts the interventions that took effect, where there were any', async () => {
    const place = { epoch: 1, batch: 1, step: 1 };
    const change: RunEvent = { kind: 'intervened', ...place, intervention: { kind: 'learning-rate', value: 0.5 } };
    const summaryAfter = (...events: RunEvent[]) => lastValueFrom(of(...events).pipe(toSummary('runs/fake/0')));
    const refused: RunEvent = { ...change, refused: 'no optimizer' };
    expect(await summaryAfter(STARTED, change, refused, change, ENDED)).toEqual({ ...summary, interventions: 2 });
    expect(await summaryAfter(STARTED, refused, ENDED)).not.toHaveProperty('interventions');
  });

  test('has the metrics of every phase that has ended, where there are phases', async () => {
    const phases = { learn: { 'accuracy(test)': 0.5 }, probe: {} };
    const ended = { ...ENDED, phases } as RunEvent;
    const told = await lastValueFrom(of<RunEvent[]>(STARTED, ended).pipe(toSummary('runs/fake/0')));
    expect(told).toEqual({ ...summary, phases });
  });

  test('is the same for every subscription', async () => {
    const summaries = of<RunEvent[]>(STARTED, ENDED).pipe(toSummary('runs/fake/0'));
    expect([await lastValueFrom(summaries), await lastValueFrom(summaries)]).toEqual([summary, summary]);
  });

  test('does not exist for a run that did not end', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(cold('s-b|', { s: STARTED, b: batchTrained(1, 1, 1) }).pipe(toSummary('x'))).toBe('---|');
      expectObservable(cold('s-#', { s: STARTED }).pipe(toSummary('x'))).toBe('--#');
    });
  });
});
