import { expect, test } from 'vitest';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { networkText, problemLines, refusal, scenarioText } from './problems-of.js';

test('one error says everything, in reading order', () => {
  const text = `scenario: 1
name: ../elsewhere
dta: digits
network:
  layers:
    - { id: in, siz: 64 }
    - { id: h1, size: 10, neuron: lof, threshold: 0 }
    - { id: h2, size: -1, neuron: step, beta: 0.5 }
    - { id: h2, size: "5", neuron: lif, alpha: 0.5, reset: sub, from: [h7, out] }
    - { id: out, kind: dens }
learn: { rule: lfp-gama, reward: sofmax, optimizer: { kind: adam, lr: "5e-4" } }
train: { epochs: 1e999, batch: 0.5 }
expect: [{ that: acuracy(test), atLeast: 1 }, { that: accuracy(test) }]
`;
  expect(refusal(text).message).toMatchInlineSnapshot(`
    "test.yaml is not a runnable scenario
      1:1  data: expected the name of a source, or a map, got nothing
      2:7  name: expected a name of at most 64 letters, digits, dots, dashes and underscores that begins with a letter or digit, got "../elsewhere"
      3:1  dta: expected one of the keys "scenario", "name", "seed", "time", "data", "encode", "network", "learn", "nodes", "phases", "train", "test", "record", "checkpoint", "expect", "compare", "sweep", got "dta" (did you mean "data"?)
      6:17  network.layers[0].siz: expected one of the keys "id", "size", "shape", got "siz" (did you mean "size"?)
      7:35  network.layers[1].neuron: expected one of "lif", "integrate-and-fire", "synaptic-lif", "adaptive-lif", "step", "sign", "identity", "relu", "leaky-relu", "tanh", "sigmoid", "silu", got "lof" (did you mean "lif"?)
      7:51  network.layers[1].threshold: expected a number > 0, got 0
      8:23  network.layers[2].size: expected an integer >= 1 and <= 100000000, got -1
      8:41  network.layers[2].beta: expected a parameter of neuron "step" (it has none), got "beta"
      9:13  network.layers[3].id: expected a name that no other layer has, got "h2"
      9:23  network.layers[3].size: expected an integer >= 1 and <= 100000000, got "5" (it is written as text: leave out the quotes)
      9:41  network.layers[3].alpha: expected a parameter of neuron "lif" ("beta", "tau", "threshold", "reset", "resetDelay"), got "alpha"
      9:60  network.layers[3].reset: expected one of "subtract", "zero", "none", got "sub"
      9:72  network.layers[3].from[0]: expected the name of an earlier layer ("in", "h1", "h2"), got "h7" (did you mean "h1"?)
      9:76  network.layers[3].from[1]: expected the name of an earlier layer ("in", "h1", "h2"), got "out" (a layer reads only earlier ones)
      10:24  network.layers[4].kind: expected one of "dense", "conv2d", "max-pool", "average-pool", "flatten", "sum", "batch-norm", got "dens" (did you mean "dense"?)
      11:16  learn.rule: expected one of "lfp", "lfp-epsilon", "lfp-gamma", "lfp-z-plus", "lfp-alpha-beta", "lfp-hebbian", "lfp-oja", "backprop", "surrogate", "feedback-alignment", "direct-feedback-alignment", "responsibility", "responsibility-lfp", "front-contribution", "mean-field-ensemble", "perturbation", "r-stdp", got "lfp-gama" (did you mean "lfp-gamma"?)
      11:34  learn.reward.kind: expected one of "softmax", "sigmoid", "binary-sigmoid", "bounded-softmax", "correct-class", "misclassification", "maximize", "minimize", "rate", got "sofmax" (did you mean "softmax"?)
      11:71  learn.optimizer.lr: expected a number > 0, got "5e-4" (it is written as text: leave out the quotes)
      12:18  train.epochs: expected an integer >= 1, got 1e999
      12:32  train.batch: expected an integer >= 1, got 0.5
      13:18  expect[0].that: expected one of "accuracy(train)", "accuracy(test)", "reward(train)", "reward", "spikesPerSample(train)", "spikesPerSample", "synapticOperationsPerSample(train)", "synapticOperationsPerSample", "zeroWeights", "accuracy(sampled)", "accuracy(closed form)", "deviation", got "acuracy(test)" (did you mean "accuracy(test)"?)
      13:47  expect[1]: expected exactly one of "atLeast", "atMost", "between", "equals", got none"
  `);
});

test('the error is for people and for programs', () => {
  const error = refusal(scenarioText({ seed: '-1' }));
  expect(error).toBeInstanceOf(HeavisideError);
  expect(error.code).toBe('HV_SCENARIO');
  expect(error.kind).toBe('usage');
  expect(error.problems).toEqual([
    {
      line: 6,
      column: 7,
      path: 'seed',
      expected: 'an integer >= 0',
      got: '-1',
      message: 'seed: expected an integer >= 0, got -1',
    },
  ]);
});

test('more than a hundred problems are counted, not printed', () => {
  const error = refusal(scenarioText({ record: `{ spikes: [${Array(150).fill('1').join(', ')}] }` }));
  expect(error.problems).toHaveLength(150);
  expect(error.message.split('\n')).toHaveLength(102);
  expect(error.message).toMatch(/\n {2}… and 50 more$/);
});

test.each([
  ['nothing at all', ''],
  ['a list', '[1, 2]'],
  ['a broken line', 'a: [1, 2\nb: 3\n'],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['a tab for an indent', 'a:\n\tb: 1\n'],
  ['another YAML', `%YAML 1.1\n---\n${scenarioText()}`],
  ['a key twice', `${scenarioText()}name: again\n`],
  ['tags', scenarioText({ seed: '!!int 5', name: '!ruby/object:X a' })],
  ['an alias of nothing', scenarioText({ seed: '*nowhere' })],
  ['an alias of itself', scenarioText({ record: '&r { spikes: [*r] }' })],
  ['a collection as a key', `${scenarioText()}? [a, b]\n: c\n`],
  ['keys of the language', scenarioText({ __proto__x: '1', constructor: '1', '"__proto__"': '{ seed: 1 }' })],
  ['a merge key', scenarioText({ '<<': '{ seed: 4 }' })],
])('YAML: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});

test('an unknown version is all that is said', () => {
  expect(problemLines(`scenario: 2\nnonsense: 1\n`)).toMatchInlineSnapshot(
    `"  1:11  scenario: expected a version that this Heaviside knows (1), got 2"`,
  );
});

test('a version that is no number is one problem of several', () => {
  expect(problemLines(scenarioText({ scenario: '"1"', seed: '-1' }))).toMatchInlineSnapshot(`
    "  1:11  scenario: expected the format version, 1, got "1" (did you mean "1"?)
      6:7  seed: expected an integer >= 0, got -1"
  `);
});

test('an unknown key within a part is refused with those that there are', () => {
  const text = scenarioText({ record: '{ traces: {}, every: {}, evry: 1 }', checkpoint: '{ evry: never }' });
  expect(problemLines(text)).toMatchInlineSnapshot(`
    "  6:34  record.evry: expected one of the keys "spikes", "samples", "traces", "every", got "evry" (did you mean "every"?)
      7:15  checkpoint.evry: expected one of the keys "every", got "evry" (did you mean "every"?)"
  `);
});

test.each([
  [
    'numbers',
    scenarioText({ seed: '9007199254740993', train: '{ epochs: 1.5, batch: .nan }', test: '{ every: 0x1.8 }' }),
  ],
  [
    'numbers too small for 64 bits',
    scenarioText({ learn: '{ epsilon: 1e-400, optimizer: { kind: sgd, weightDecay: 1e-400 } }' }),
  ],
  ['numbers as text', scenarioText({ seed: '"5"', learn: '{ clip: "3" }' })],
  ['text as numbers', scenarioText({ name: '2024', data: '{ source: mnist, dir: 5 }' })],
  ['names', scenarioText({ name: '"a/b"', data: 'digit', encode: 'rates', learn: 'lpf' })],
  ['control characters', scenarioText({ data: '{ source: mnist, dir: "a\\nb" }' })],
  ['times', scenarioText({ time: '{ dt: 1, steps: 2.5 }' })],
  ['times of no length', scenarioText({ time: '{ dt: 0ms, steps: 0 }' })],
  ['times that are not whole steps', scenarioText({ time: '{ dt: 2ms, steps: 5ms }' })],
  ['nothing where a section should be', scenarioText({ data: ' ', train: ' ', learn: ' ' })],
  [
    'lists where maps should be',
    scenarioText({ data: '[]', time: '[]', encode: '[]', network: '[]', learn: '[]', train: '[]' }),
  ],
])('values: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});

test.each([
  ['sources', scenarioText({ data: '{ source: blobs, samples: 2, classes: 3, noise: 1 }' })],
  ['samples for all classes', scenarioText({ data: '{ source: blobs, samples: 2 }' })],
  ['bounds in order', scenarioText({ data: '{ source: parity, bits: 21, low: 1, high: 0 }' })],
  ['low above high', scenarioText({ data: '{ source: parity, low: 2 }', encode: '{ kind: population, low: 3 }' })],
  ['a pair without train', scenarioText({ data: '{ test: digits, tset: 1 }' })],
  ['a pair of two kinds', scenarioText({ data: '{ train: digits, test: xor }' })],
  ['a folder in a pair', scenarioText({ data: '{ train: mnist }' })],
  ['spike trains for another encoder', scenarioText({ data: 'randman', encode: 'rate' })],
  ['numbers for spikes', scenarioText({ encode: 'spikes' })],
])('data: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});

test.each([
  ['no layers', scenarioText({ network: '{ layers: [] }' })],
  ['no layers but the input', networkText('')],
  ['no list of layers', scenarioText({ network: '{ readout: rate }' })],
  ['an input without a size', scenarioText({ network: '{ layers: [{ id: in }, { id: out, size: 10 }] }' })],
  [
    'an input of two sizes',
    scenarioText({ network: '{ layers: [{ id: in, size: 65, shape: [8, 8] }, { id: out, size: 10 }] }' }),
  ],
  [
    'an input of the wrong form',
    scenarioText({
      network: '{ layers: [{ id: in, shape: [1, 4, 16] }, { id: flat, kind: flatten }, { id: out, size: 10 }] }',
    }),
  ],
  ['a layer that is no map', networkText('lif, { id: out, size: 10 }')],
  ['no neuron', networkText('{ id: h1, size: 5 }, { id: out, size: 10 }')],
  [
    'parameters of another neuron',
    networkText('{ id: h1, size: 5, neuron: relu, slope: 1 }, { id: out, size: 10, rho: 1 }'),
  ],
  [
    'a neuron where none can be',
    networkText('{ id: h1, kind: flatten, neuron: lif, beta: 0.5 }, { id: out, size: 10 }'),
  ],
  ['beta and tau', networkText('{ id: out, size: 10, neuron: lif, beta: 0.5, tau: 10ms }')],
  [
    'two read-outs',
    scenarioText({
      network: '{ readout: mean, layers: [{ id: in, size: 64 }, { id: out, size: 10, readout: last }] }',
    }),
  ],
  ['a read-out too early', networkText('{ id: h1, size: 5, neuron: lif, readout: rate }, { id: out, size: 10 }')],
  ['rate without spikes', networkText('{ id: out, size: 10, readout: rate }')],
  ['the same name twice', networkText('{ id: in, size: 5, neuron: lif }, { id: out, size: 10 }')],
  [
    'from later, from itself, from nowhere',
    networkText(
      '{ id: h1, size: 5, neuron: lif, from: out }, { id: h2, size: 5, neuron: lif, from: h2 }, { id: out, size: 10, from: [h, h1] }',
    ),
  ],
  [
    'a convolution of a vector',
    networkText('{ id: c, kind: conv2d, channels: 2, kernel: 3, neuron: lif }, { id: out, size: 10 }'),
  ],
  [
    'a window that does not fit',
    scenarioText({
      network:
        '{ layers: [{ id: in, shape: [1, 8, 8] }, { id: p, kind: max-pool, kernel: [9, 2] }, { id: f, kind: flatten }, { id: out, size: 10 }] }',
    }),
  ],
  [
    'windows of three sides',
    scenarioText({
      network:
        '{ layers: [{ id: in, shape: [1, 8, 8] }, { id: p, kind: max-pool, kernel: [2, 2, 2], stride: 0 }, { id: out, size: 10 }] }',
    }),
  ],
  [
    'sums of different shapes',
    networkText(
      '{ id: a, size: 5, neuron: lif }, { id: b, size: 6, neuron: lif }, { id: s, kind: sum, from: [a, b] }, { id: out, size: 10 }',
    ),
  ],
  [
    'an output that is an image',
    scenarioText({
      network:
        '{ layers: [{ id: in, shape: [1, 8, 8] }, { id: c, kind: conv2d, channels: 2, kernel: 3, neuron: lif }] }',
    }),
  ],
  ['an initializer without its value', networkText('{ id: out, size: 10, initial: constant }')],
  ['an unknown initializer', networkText('{ id: out, size: 10, initial: kaiming }')],
])('network: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});

test.each([
  ['options of another rule', scenarioText({ learn: '{ rule: lfp-gamma, alpha: 2 }' })],
  ['alpha - beta', scenarioText({ learn: '{ rule: lfp-alpha-beta, alpha: 3 }' })],
  ['options of another optimizer', scenarioText({ learn: '{ optimizer: { kind: sgd, beta1: 0.5 } }' })],
  ['a reward without its bounds', scenarioText({ learn: '{ reward: bounded-softmax }' })],
  ['bounds in the wrong order', scenarioText({ learn: '{ reward: { kind: bounded-softmax, low: 0.9, high: 0.1 } }' })],
  ['a schedule without its step', scenarioText({ learn: '{ schedule: { kind: step, evry: 2 } }' })],
  ['maps without a kind', scenarioText({ learn: '{ schedule: { floor: 0 }, reward: [] }' })],
  ['a reward for one output', scenarioText({ learn: '{ reward: maximize }' })],
  ['a reward for two classes', networkText('{ id: out, size: 1 }', { learn: '{ reward: binary-sigmoid }' })],
  ['a reward of counts without counts', networkText('{ id: out, size: 10 }', { learn: '{ reward: rate }' })],
])('learn: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});

test.each([
  ['input and output sizes', scenarioText({ data: 'moons' })],
  ['sizes under an encoder', scenarioText({ encode: 'delta' })],
  ['batches', scenarioText({ train: '{ batch: 1439 }', test: '{ batch: 360 }', record: '{ samples: 360 }' })],
  [
    'recorded layers',
    networkText('{ id: h1, size: 5, neuron: relu }, { id: h2, size: 5, neuron: step }, { id: out, size: 10 }', {
      record: '{ spikes: [h1, h2, h2, h3, in] }',
    }),
  ],
  [
    'conditions',
    scenarioText({
      expect:
        '[{ that: accuracy(test), atLeast: 1, atMost: 2 }, { that: reward, equals: 1 }, { that: accuracy(test), between: [1, 0] }, { that: accuracy(test), between: [1] }, 5]',
    }),
  ],
])('together: %s', (_, text) => {
  expect(problemLines(text)).toMatchSnapshot();
});
