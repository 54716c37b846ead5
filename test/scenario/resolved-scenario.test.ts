import { describe, expect, test } from 'vitest';
import { NEURONS } from '../../src/core/neurons/neuron.js';
import { DATA_SOURCES, type DataSourceKind } from '../../src/data/sources/source.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { networkText, scenarioText } from './problems-of.js';

const LIF = { kind: 'lif', decay: 0.9, threshold: 1, reset: 'subtract', resetDelay: true };
const dense = (id: string, size: number, neuron: object) => {
  return { id, kind: 'dense', size, bias: true, initial: { kind: 'uniform' }, neuron };
};

test('five lines make a whole scenario', () => {
  const text = scenarioText({ learn: '' });
  expect(parseScenario(text)).toEqual({
    name: 'test',
    seed: 0,
    time: { dt: 1e-3, steps: 25 },
    data: { train: { source: 'digits', split: 'train' }, test: { source: 'digits', split: 'test' } },
    encode: { kind: 'direct', gain: 1 },
    network: {
      input: { id: 'in', shape: [64] },
      layers: [dense('h1', 8, LIF), dense('out', 10, LIF)],
      readout: 'rate',
    },
    learn: {
      method: 'lfp',
      rule: { kind: 'epsilon', epsilon: 1e-6 },
      reward: { kind: 'rate', scale: 'none' },
      optimizer: { kind: 'adam', lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
      schedule: { kind: 'constant' },
    },
    train: { epochs: 10, batch: 32 },
    test: { every: 1, batch: 256, prune: [] },
    record: { spikes: [], samples: 1, traces: [], every: {} },
    checkpoint: { every: 'auto' },
    nodes: {},
    phases: [],
    expect: [],
  });
});

test('without membranes there is one step, its output is read, and the reward is softmax', () => {
  const { time, network, learn } = parseScenario(
    networkText('{ id: h1, size: 8, neuron: step }, { id: out, size: 10 }'),
  );
  expect(time.steps).toBe(1);
  expect(network.readout).toBe('last');
  expect(learn).toMatchObject({ method: 'lfp', reward: { kind: 'softmax' } });
  expect(network.layers.at(-1)).toEqual(dense('out', 10, { kind: 'identity' }));
});

test('a linear read-out behind spikes is averaged over time', () => {
  const scenario = parseScenario(networkText('{ id: h1, size: 8, neuron: lif }, { id: out, size: 10 }'));
  expect(scenario.network.readout).toBe('mean');
  expect(scenario.time.steps).toBe(25);
});

test('a step output can be counted, when the file says so', () => {
  const text = networkText('{ id: out, size: 10, neuron: step, readout: rate }', { time: '{ steps: 5 }' });
  expect(parseScenario(text).learn).toMatchObject({ reward: { kind: 'rate', scale: 'none' } });
});

test('a default batch never exceeds the samples that there are', () => {
  const layers = '[{ id: in, size: 2 }, { id: out, size: 2 }]';
  const scenario = parseScenario(scenarioText({ data: 'xor', network: `{ layers: ${layers} }` }));
  expect([scenario.train.batch, scenario.test.batch]).toEqual([4, 4]);
});

test('spike trains are encoded as they are', () => {
  const layers = '[{ id: in, size: 100 }, { id: out, size: 10, neuron: lif }]';
  const scenario = parseScenario(scenarioText({ data: 'randman', network: `{ layers: ${layers} }` }));
  expect(scenario.encode).toEqual({ kind: 'spikes' });
});

test('a time constant of the length of a step leaves 1/e', () => {
  const [layer] = parseScenario(
    networkText('{ id: out, size: 10, neuron: adaptive-lif, tau: 2ms, tauAdaptation: 0.004 s }', {
      time: '{ dt: 2ms }',
    }),
  ).network.layers;
  const neuron = { ...NEURONS['adaptive-lif'].defaults, decay: Math.exp(-1), adaptationDecay: Math.exp(-0.5) };
  expect(layer).toEqual(dense('out', 10, neuron));
});

test.each([
  ['10ms', '1ms', 10],
  ['1s', '0.1ms', 10_000],
  ['0.3ms', '100us', 3],
  ['.5 s', '5e-2s', 10],
])('%s in steps of %s are %i', (steps, dt, count) => {
  expect(parseScenario(scenarioText({ time: `{ dt: ${dt}, steps: ${steps} }` })).time.steps).toBe(count);
});

test('an input may flatten an image, or give it its shape back', () => {
  expect(parseScenario(scenarioText()).network.input.shape).toEqual([64]);
  const layers = '[{ id: in, size: 64, shape: [1, 8, 8] }, { id: f, kind: flatten }, { id: out, size: 10 }]';
  expect(parseScenario(scenarioText({ network: `{ layers: ${layers} }` })).network.input.shape).toEqual([1, 8, 8]);
});

test('input spikes can be recorded where there are any', () => {
  const record = '{ spikes: [in, h1] }';
  expect(parseScenario(scenarioText({ encode: 'rate', record })).record.spikes).toEqual(['in', 'h1']);
  expect(() => parseScenario(scenarioText({ encode: 'direct', record }))).toThrow('this layer does not spike');
});

test('a window moves by its own size, unless the file says otherwise', () => {
  const pools = '{ id: a, kind: max-pool, kernel: [2, 1] }, { id: b, kind: average-pool, kernel: 2, stride: 1 }';
  const layers = `[{ id: in, shape: [1, 8, 8] }, ${pools}, { id: f, kind: flatten }, { id: out, size: 10 }]`;
  const [first, second] = parseScenario(scenarioText({ network: `{ layers: ${layers} }` })).network.layers;
  expect(first).toEqual({ id: 'a', kind: 'max-pool', kernel: [2, 1], stride: [2, 1] });
  expect(second).toEqual({ id: 'b', kind: 'average-pool', kernel: [2, 2], stride: [1, 1] });
});

test('the other split is the same source', () => {
  const { data } = parseScenario(scenarioText({ data: '{ train: { source: digits, split: test } }' }));
  expect(data.train.split).toBe('test');
  expect(data.test).toEqual({ source: 'digits', split: 'test' });
});

const generated = (Object.keys(DATA_SOURCES) as DataSourceKind[]).filter(
  (source) => !['mnist', 'fashion', 'idx', 'csv'].includes(source),
);
test.each(generated)('%s has the defaults of its table', (source) => {
  const layers = '[{ id: in, size: 1 }, { id: out, size: 1 }]';
  const text = scenarioText({ data: source, network: `{ layers: ${layers} }` });
  const sizes: Readonly<Record<string, readonly [number, number]>> = {
    digits: [64, 10],
    randman: [100, 10],
    parity: [4, 2],
    blobs: [2, 3],
  };
  const [inputs, classes] = sizes[source] ?? [2, 2];
  const overrides = [`network.layers.in.size=${inputs}`, `network.layers.out.size=${classes}`];
  const { data } = parseScenario(text, { overrides });
  expect(data.train).toEqual({ source, split: 'train', ...DATA_SOURCES[source].defaults });
});

describe('learning by gradients', () => {
  const spiking = networkText('{ id: h1, size: 8, neuron: lif }, { id: out, size: 10, neuron: lif }');
  const analog = networkText('{ id: h1, size: 8, neuron: relu }, { id: out, size: 10 }');
  const learnOf = (text: string, ...overrides: string[]) => parseScenario(text, { overrides }).learn;

  test('has cross-entropy, the arc tangent and Adam unless something else is asked for', () => {
    expect(learnOf(spiking, 'learn=surrogate')).toMatchObject({
      method: 'gradient',
      rule: { kind: 'surrogate', surrogate: { kind: 'atan', alpha: 2 } },
      loss: 'cross-entropy',
      optimizer: { kind: 'adam' },
    });
    expect(learnOf(analog, 'learn=backprop', 'learn.loss=squared-error')).toMatchObject({
      rule: { kind: 'backprop' },
      loss: 'squared-error',
    });
  });

  test('takes a surrogate by name or with its numbers', () => {
    const slope = (text: string) => learnOf(spiking, 'learn.rule=surrogate', `learn.surrogate=${text}`).rule;
    expect(slope('sigmoid')).toEqual({ kind: 'surrogate', surrogate: { kind: 'sigmoid', slope: 25 } });
    expect(slope('{ kind: sigmoid, slope: 4 }')).toEqual({
      kind: 'surrogate',
      surrogate: { kind: 'sigmoid', slope: 4 },
    });
  });

  test('has no reward, and layer-wise feedback propagation no loss', () => {
    expect(() => learnOf(spiking, 'learn.rule=surrogate', 'learn.reward=rate')).toThrow(
      'learn.reward: expected one of the keys "rule", "loss", "surrogate", "optimizer", "schedule", "clip", got "reward"',
    );
    expect(() => learnOf(spiking, 'learn.rule=lfp', 'learn.loss=cross-entropy')).toThrow('got "loss"');
  });

  test('by exact gradients is refused where spikes have none, with every layer that has them', () => {
    expect(() => learnOf(spiking, 'learn=backprop')).toThrow(
      'learn.rule: expected a rule for layers without a derivative: "surrogate" or one of LFP, because of "h1" (lif), "out" (lif), got "backprop"',
    );
  });
});
