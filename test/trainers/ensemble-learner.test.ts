import { expect, test } from 'vitest';
import { initialEnsemble } from '../../src/core/mean-field/initial-ensemble.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { opened, xorText } from './own-place.js';

const layers = (neuron: string) => `    - { id: h1, size: 6, neuron: ${neuron}, bias: false }
    - { id: out, size: 2, bias: false }`;
const ALL = [0, 1, 2, 3];

test('starts as the ensemble starts, and keeps its three numbers a connection', async () => {
  const { learner } = await opened(xorText('mean-field-ensemble', layers('relu')));
  const { tensors } = await learner.snapshot();
  const drawn = initialEnsemble([2, 6, 2], createRandomStreams(0).stream('weights'));
  expect(tensors.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
    'h1.spikeMass 6x2',
    'h1.slabMean 6x2',
    'h1.slabVariance 6x2',
    'out.spikeMass 2x6',
    'out.slabMean 2x6',
    'out.slabVariance 2x6',
  ]);
  expect(tensors[1]!.values).toEqual(drawn[0]!.slabMean);
  expect(learner.parameters).toBe(3 * (12 + 12));
});

test('the same course gives the same numbers, another batch number other noise', async () => {
  const after = async (batch: number) => {
    const { learner, show } = await opened(xorText('mean-field-ensemble', layers('relu')));
    await learner.learn(show(ALL), { epoch: 1, batch, learningRate: 0.1 });
    return (await learner.snapshot()).tensors;
  };
  expect(await after(1)).toEqual(await after(1));
  expect(await after(2)).not.toEqual(await after(1));
});

test('the optimizer starts anew with every epoch, unless never', async () => {
  const stepsAfterTwoEpochs = async (reset: string) => {
    const rule = `{ rule: mean-field-ensemble, reset: ${reset} }`;
    const { learner, show } = await opened(xorText(rule, layers('relu')));
    for (const epoch of [1, 2])
      for (const batch of [1, 2, 3]) await learner.learn(show(ALL), { epoch, batch, learningRate: 0.1 });
    return (await learner.snapshot()).step;
  };
  expect(await stepsAfterTwoEpochs('epoch')).toBe(3);
  expect(await stepsAfterTwoEpochs('never')).toBe(6);
});

test('step units: closed form and drawn networks are judged beside the network of the mean weights', async () => {
  const { learner, show } = await opened(xorText('{ rule: mean-field-ensemble, samples: 3 }', layers('step')));
  await learner.learn(show(ALL), { epoch: 1, batch: 1, learningRate: 0.02 });
  const judged = await learner.judge(show(ALL));
  expect(Object.keys(judged.sums!)).toEqual(['accuracy(sampled)', 'accuracy(closed form)']);
  // Three networks on four samples: thirds of 0..12.
  expect((3 * judged.sums!['accuracy(sampled)']!) % 1).toBeCloseTo(0, 9);
  expect(judged.spikes).toBeGreaterThan(0);
  const names = (await learner.snapshot()).tensors.map(({ name }) => name);
  expect(names).toContain('coordinate.h1.spikeLogit');
  expect(names).toContain('optimizer.out.logVariance.square');
});

test('a loss that is not finite ends training with its step and layer', async () => {
  const { learner, show } = await opened(xorText('mean-field-ensemble', layers('relu')));
  await learner.learn(show(ALL), { epoch: 1, batch: 1, learningRate: 1e200 });
  await expect(learner.learn(show(ALL), { epoch: 1, batch: 2, learningRate: 1e200 })).rejects.toMatchObject({
    code: 'HV_NON_FINITE',
    message:
      'training diverged at step 2: the loss is NaN, first value that is not finite: NaN in layer "h1" (learning rate 1e+200)',
    facts: { step: 2, layer: 'h1', learningRate: 1e200 },
  });
});

test('other errors than divergence are passed on as they are', async () => {
  const { learner, show } = await opened(xorText('mean-field-ensemble', layers('relu')));
  const unknown = { ...show([0]), labels: Int32Array.of(2) };
  await expect(learner.learn(unknown, { epoch: 1, batch: 1, learningRate: 0.1 })).rejects.toThrow(
    new RangeError('targets of sample 0 must add up to 1, got 0'),
  );
});

test.each([
  // Adam's moments hold squares of feedback, step units hold the logarithm of a variance.
  ['relu', /^training diverged at step \d+: layer "h1", spikeMass\.square\[\d+\] would become Infinity/],
  ['step', /^training diverged at step 1: layer "h1", slabVariance\[\d+\] would become Infinity/],
])('%s: a checkpoint has no number that is not finite after training diverged', async (neuron, message) => {
  const { learner, show } = await opened(xorText('mean-field-ensemble', layers(neuron)));
  const diverging = async () => {
    for (let batch = 1; batch <= 50; batch++)
      await learner.learn(show([batch % 4]), { epoch: 1, batch, learningRate: 1e30 });
  };
  await expect(diverging()).rejects.toMatchObject({
    code: 'HV_NON_FINITE',
    message: expect.stringMatching(message),
    facts: { layer: 'h1', learningRate: 1e30 },
  });
  for (const { values } of (await learner.snapshot()).tensors) expect(values.every(Number.isFinite)).toBe(true);
});

test('weights that are too large for the sums of a deeper layer are divergence, too', async () => {
  const deep = `    - { id: h1, size: 6, neuron: relu, bias: false }\n${layers('relu').replace('h1', 'h2')}`;
  const { learner, show } = await opened(xorText('mean-field-ensemble', deep));
  await learner.learn(show(ALL), { epoch: 1, batch: 1, learningRate: 1e250 });
  const after = await learner.snapshot();
  const told = (step: number) => ({
    code: 'HV_NON_FINITE',
    message: `training diverged at step ${step}: the outputs of layer "h2" are not finite`,
    facts: { step, layer: 'h2' },
  });
  await expect(learner.judge(show(ALL))).rejects.toMatchObject(told(1));
  await expect(learner.learn(show(ALL), { epoch: 1, batch: 2, learningRate: 1e250 })).rejects.toMatchObject(told(2));
  expect(await learner.snapshot()).toEqual(after);
});
