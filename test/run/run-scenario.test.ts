import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/run-event.js';
import { RUN_DEFAULTS } from '../../src/scenario/run-settings.js';
import { eventsOf, ofKind, xorScenario } from './xor-scenario.js';

/** Two runs as an outsider sees them: everything but the times. */
const withoutSeconds = (events: readonly RunEvent[]) =>
  events.map((event) => {
    if (event.kind === 'checkpoint') return { ...event, facts: { ...event.facts, seconds: '0' } };
    return 'seconds' in event ? { ...event, seconds: 0 } : event;
  });
const ticking = (milliseconds: number) => {
  let now = 0;
  return () => (now += milliseconds);
};

describe('the events of a run', () => {
  test('come in the order of what happens', async () => {
    const events = await eventsOf({ ...xorScenario, train: { epochs: 2, batch: 6 } });
    // 16 training points in batches of 6, 6, 4; 8 test points in batches of 5, 3.
    const epoch = ['batch-trained', 'batch-trained', 'batch-trained', 'epoch-ended', 'histograms'];
    const testPass = ['batch-tested', 'batch-tested', 'tested'];
    expect(events.map(({ kind }) => kind)).toEqual([
      'run-started',
      ...epoch,
      ...testPass,
      ...epoch,
      ...testPass,
      'checkpoint',
      'spikes-recorded',
      'samples-looked',
      'run-ended',
    ]);
  });

  test('count epochs, batches and steps from 1', async () => {
    const events = await eventsOf({ ...xorScenario, train: { epochs: 2, batch: 6 } });
    const counts = ofKind(events, 'batch-trained').map(({ epoch, batch, step }) => [epoch, batch, step]);
    expect(counts).toEqual([
      [1, 1, 1],
      [1, 2, 2],
      [1, 3, 3],
      [2, 1, 4],
      [2, 2, 5],
      [2, 3, 6],
    ]);
    expect(ofKind(events, 'epoch-ended').map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
    ]);
    expect(ofKind(events, 'batch-tested').map(({ epoch, batch, batches }) => [epoch, batch, batches])).toEqual([
      [1, 1, 2],
      [1, 2, 2],
      [2, 1, 2],
      [2, 2, 2],
    ]);
  });

  test('open with what will happen', async () => {
    const [started] = await eventsOf(xorScenario, { backend: 'reference' });
    expect(started).toEqual({
      kind: 'run-started',
      name: 'xor',
      seed: 1,
      backend: {
        asked: 'reference',
        chosen: 'reference',
        why: 'named',
        skipped: [],
        device: { arithmetic: 'float64' },
      },
      // 2·12 + 12 + 12·2 + 2
      parameters: 62,
      layers: [
        { id: 'h', size: 12, neuron: 'lif' },
        { id: 'out', size: 2, neuron: 'lif' },
      ],
      trainSamples: 16,
      testSamples: 8,
      epochs: 3,
      batchesPerEpoch: 3,
    });
  });

  test('are plain data: they survive being cloned', async () => {
    const events = await eventsOf(xorScenario);
    expect(structuredClone(events)).toEqual(events);
  });

  test('test only every so many epochs, and always the last', async () => {
    const events = await eventsOf({
      ...xorScenario,
      train: { epochs: 5, batch: 16 },
      test: { every: 2, batch: 8, prune: [] },
    });
    expect(ofKind(events, 'tested').map(({ epoch }) => epoch)).toEqual([2, 4, 5]);
  });

  test('end with the metrics of the last epoch and the last test', async () => {
    const events = await eventsOf(xorScenario);
    const ended = ofKind(events, 'run-ended')[0]!;
    expect(ended).toMatchObject({ reason: 'complete', epochs: 3 });
    expect(ended.metrics).toEqual({
      ...ofKind(events, 'epoch-ended').at(-1)!.metrics,
      ...ofKind(events, 'tested').at(-1)!.metrics,
      zeroWeights: 0,
    });
  });

  test('weigh every sample of an epoch alike, also those of a smaller last batch', async () => {
    const events = await eventsOf({ ...xorScenario, train: { epochs: 1, batch: 6 } });
    const batches = ofKind(events, 'batch-trained');
    const [{ metrics }] = ofKind(events, 'epoch-ended') as [RunEvent & { kind: 'epoch-ended' }];
    const weighed = (of: (batch: (typeof batches)[number]) => number): number =>
      (6 * of(batches[0]!) + 6 * of(batches[1]!) + 4 * of(batches[2]!)) / 16;
    expect(metrics['accuracy(train)']).toBeCloseTo(
      weighed((b) => b.accuracy),
      12,
    );
    expect(metrics['reward(train)']).toBeCloseTo(
      weighed((b) => b.reward),
      12,
    );
    expect(metrics['spikesPerSample(train)']).toBeCloseTo(
      weighed((b) => b.spikesPerSample!),
      12,
    );
  });
});

describe('a run is the same', () => {
  test('for the same scenario and seed, whatever the clock says', async () => {
    const first = await eventsOf(xorScenario, { clock: ticking(10) });
    const second = await eventsOf(structuredClone(xorScenario), { clock: ticking(777) });
    expect(withoutSeconds(second)).toEqual(withoutSeconds(first));
    const seconds = (events: readonly RunEvent[]) => ofKind(events, 'run-ended')[0]!.seconds;
    expect(seconds(second) / seconds(first)).toBeCloseTo(77.7, 9);
    expect(ofKind(first, 'epoch-ended').every((event) => event.seconds > 0)).toBe(true);
  });

  test('but not for another seed', async () => {
    const [one, two] = [await eventsOf(xorScenario), await eventsOf({ ...xorScenario, seed: 2 })];
    expect(ofKind(two, 'checkpoint')[0]!.tensors).not.toEqual(ofKind(one, 'checkpoint')[0]!.tensors);
    expect(ofKind(two, 'batch-trained')).not.toEqual(ofKind(one, 'batch-trained'));
  });

  test('however often it is tested and recorded: neither draws what training draws', async () => {
    const often = await eventsOf(xorScenario);
    const seldom = await eventsOf({
      ...xorScenario,
      test: { every: 3, batch: 2, prune: [] },
      record: RUN_DEFAULTS.record,
    });
    expect(ofKind(often, 'tested').length).toBe(3);
    expect(ofKind(seldom, 'tested').length).toBe(1);
    expect(ofKind(seldom, 'batch-trained')).toEqual(ofKind(often, 'batch-trained'));
    const learned = (events: readonly RunEvent[]) => ofKind(events, 'checkpoint').map(({ facts: _, ...rest }) => rest);
    expect(learned(seldom)).toEqual(learned(often));
  });

  test('whatever the size of a test batch: the same samples are encoded alike', async () => {
    const [one, three, all] = await Promise.all(
      [1, 3, 8].map(async (batch) => {
        const events = await eventsOf({ ...xorScenario, test: { every: 1, batch, prune: [] } });
        return ofKind(events, 'tested').map(({ samples, metrics }) => ({ samples, metrics }));
      }),
    );
    for (const [pass, { samples, metrics }] of one!.entries()) {
      // A batch adds its rewards up first: the last bits of the sum may differ.
      const alike = { samples, metrics: { ...metrics, reward: expect.closeTo(metrics['reward']!, 12) } };
      expect([three![pass], all![pass]]).toEqual([alike, alike]);
    }
  });

  test('and every pass over the test samples sees them encoded alike', async () => {
    // With steps that are too small to move a weight two passes must agree to the bit.
    const optimizer = { kind: 'sgd', lr: 1e-300, momentum: 0, weightDecay: 0 } as const;
    const events = await eventsOf({ ...xorScenario, learn: { ...xorScenario.learn, optimizer } });
    const metrics = ofKind(events, 'tested').map((event) => event.metrics);
    expect(metrics[1]).toEqual(metrics[0]);
    expect(metrics[2]).toEqual(metrics[0]);
    expect(metrics[0]!['spikesPerSample']).toBeGreaterThan(0);
  });
});

test('a learning rate follows its schedule, step by step', async () => {
  const learn = { ...xorScenario.learn, schedule: { kind: 'step', every: 1, factor: 0.5 } } as const;
  const events = await eventsOf({ ...xorScenario, learn });
  const rates = ofKind(events, 'batch-trained').map(({ learningRate }) => learningRate);
  expect(rates).toEqual([0.01, 0.01, 0.01, 0.005, 0.005, 0.005, 0.0025, 0.0025, 0.0025]);
  const cosine = await eventsOf({ ...xorScenario, learn: { ...learn, schedule: { kind: 'cosine', floor: 0 } } });
  // 9 steps: 0.01 · (1 + cos(π k / 9)) / 2
  expect(ofKind(cosine, 'batch-trained').map(({ learningRate }) => learningRate)).toEqual(
    rates.map((_, k) => expect.closeTo((0.01 * (1 + Math.cos((Math.PI * k) / 9))) / 2, 14)),
  );
});

test('recorded spikes are those of the first test samples, layer by layer', async () => {
  const events = await eventsOf(xorScenario);
  const [{ records }] = ofKind(events, 'spikes-recorded') as [RunEvent & { kind: 'spikes-recorded' }];
  // The test points come as 00, 01, 10, 11 with labels 0, 1, 1, 0.
  expect(records.map(({ layer, sample, label, steps }) => ({ layer, sample, label, steps }))).toEqual([
    { layer: 'h', sample: 0, label: 0, steps: 6 },
    { layer: 'out', sample: 0, label: 0, steps: 6 },
    { layer: 'h', sample: 1, label: 1, steps: 6 },
    { layer: 'out', sample: 1, label: 1, steps: 6 },
  ]);
  for (const { layer, units, times } of records) {
    expect(units.length).toBe(times.length);
    expect(units.every((unit) => unit < (layer === 'h' ? 12 : 2))).toBe(true);
    expect([...times]).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((time) => time < 6)).toBe(true);
  }
  expect(records.some(({ units }) => units.length > 0)).toBe(true);
});

test('recorded spikes are those of the test pass', async () => {
  const events = await eventsOf({
    ...xorScenario,
    record: { ...RUN_DEFAULTS.record, spikes: ['h', 'out'], samples: 8 },
  });
  const [{ records }] = ofKind(events, 'spikes-recorded') as [RunEvent & { kind: 'spikes-recorded' }];
  const recorded = records.reduce((sum, { units }) => sum + units.length, 0);
  expect(recorded).toBeGreaterThan(0);
  expect(recorded / 8).toBe(ofKind(events, 'tested').at(-1)!.metrics['spikesPerSample']);
});

test('expectations are held against the metrics of the finished run', async () => {
  const events = await eventsOf({
    ...xorScenario,
    expect: [
      { that: 'accuracy(test)', atLeast: 0 },
      { that: 'accuracy(test)', atMost: -1 },
      { that: 'loss', atLeast: 0 },
    ],
  });
  const { expect: outcomes } = ofKind(events, 'run-ended')[0]!;
  expect(outcomes.map(({ pass }) => pass)).toEqual([true, false, false]);
  expect(outcomes.map(({ expected }) => expected)).toEqual(['at least 0', 'at most -1', 'at least 0']);
  expect(outcomes[2]!.value).toBeNaN();
});
