import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../../src/run/run-event.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { runFacts } from '../../../src/streams/frames/run-facts.js';
import { STARTED } from '../fake-run.js';

type Started = Extract<RunEvent, { kind: 'run-started' }>;

/** Facts of a scenario; its layers are told as the run would. */
function factsOf(lines: readonly string[], layers: Started['layers']) {
  const scenario = parseScenario(['scenario: 1', 'name: fake', ...lines].join('\n'), { file: 'fake.yaml' });
  return runFacts(scenario, { ...STARTED, layers }, 'scenario: 1\n');
}

const LIF = [
  'data: digits',
  'network: { layers: [{ id: in, size: 64 }, { id: h1, size: 8, neuron: lif }, { id: out, size: 10 }] }',
];
const LIF_LAYERS = [
  { id: 'h1', size: 8, neuron: 'lif' },
  { id: 'out', size: 10, neuron: 'identity' },
];

describe('facts of a run', () => {
  test('say what it is', () => {
    expect(
      factsOf([...LIF, 'time: { dt: 2ms, steps: 30 }', 'learn: { rule: lfp, optimizer: { lr: 0.25 } }'], LIF_LAYERS),
    ).toMatchObject({
      name: 'fake',
      seed: 7240,
      backend: 'reference',
      rule: 'lfp-epsilon',
      parameters: 20,
      scenario: 'scenario: 1\n',
      classes: 10,
      steps: 30,
      dt: 0.002,
      epochs: 2,
      batchesPerEpoch: 3,
      learningRate: 0.25,
      feedback: 'lfp',
    });
  });

  test('have the input as the first layer, and tell which layers spike and have membranes', () => {
    expect(factsOf(LIF, LIF_LAYERS).layers).toEqual([
      { id: 'in', size: 64, neuron: 'input', spikes: false, membrane: false },
      { id: 'h1', size: 8, neuron: 'lif', spikes: true, membrane: true, threshold: 1 },
      { id: 'out', size: 10, neuron: 'identity', spikes: false, membrane: false },
    ]);
  });

  test('tell of an input that is encoded as spikes', () => {
    expect(factsOf([...LIF, 'encode: rate'], LIF_LAYERS).layers[0]).toMatchObject({ id: 'in', spikes: true });
  });

  test('have the shape of an image, also where it is fed as one row', () => {
    // Digits are 1 channel of 8 x 8.
    expect(factsOf(LIF, LIF_LAYERS).inputShape).toEqual([8, 8, 1]);
  });

  test('have the size of an input that encoding makes larger', () => {
    const network = 'network: { layers: [{ id: in, size: 16 }, { id: out, size: 2 }] }';
    const layers = [{ id: 'out', size: 2, neuron: 'identity' }];
    const data = ['data: { source: xor, repeat: 2 }', 'encode: { kind: population, fields: 8 }', network];
    // Two values, 8 fields each.
    expect(factsOf(data, layers).inputShape).toEqual([16]);
  });

  test('have the shape of the network and its outputs where only a file knows that of the data', () => {
    const data = 'data: { source: idx, dir: images }';
    const network =
      'network: { layers: [{ id: in, shape: [3, 4, 5] }, { id: f, kind: flatten }, { id: out, size: 7 }] }';
    const layers = [
      { id: 'f', size: 60, neuron: 'identity' },
      { id: 'out', size: 7, neuron: 'identity' },
    ];
    // Channels come first in the network, last here.
    expect(factsOf([data, network], layers)).toMatchObject({ inputShape: [4, 5, 3], classes: 7 });
  });

  test.each([
    ['learn: backprop', 'backprop', 'gradient'],
    ['learn: { rule: r-stdp }', 'r-stdp', 'none'],
  ])('tell of %s', (learn, rule, feedback) => {
    const layers = [{ id: 'out', size: 10, neuron: 'lif' }];
    const neuron = rule === 'backprop' ? 'relu' : 'lif';
    const network = `network: { layers: [{ id: in, size: 64 }, { id: out, size: 10, neuron: ${neuron} }] }`;
    expect(factsOf(['data: digits', network, learn], layers)).toMatchObject({ rule, feedback });
  });
});
