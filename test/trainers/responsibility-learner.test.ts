import { describe, expect, test } from 'vitest';
import { freshOptimizer } from '../../src/core/optimizers/optimizer-step.js';
import { gradientStep } from '../../src/core/responsibility/gradient-step.js';
import { initialResponsibility } from '../../src/core/responsibility/initial-responsibility.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { shownInputs } from '../../src/trainers/layered-network.js';
import { opened, xorText } from './own-place.js';

const LAYERS = `    - { id: first, size: 3, neuron: tanh }
    - { id: last, size: 2 }`;
const COURSE = { epoch: 1, batch: 1, learningRate: 0.02 };

describe('responsibility', () => {
  test('learns as its equations do, from the same start, with tensors named after the layers', async () => {
    const { learner, show } = await opened(xorText('{ rule: responsibility, multiplier: sqrt, width: 0.7 }', LAYERS));
    const shown = show([0, 1, 2]);
    await learner.learn(shown, COURSE);
    const network = {
      layers: [
        { name: 'first', fanIn: 2, units: 3, multiplier: Math.SQRT2 },
        { name: 'last', fanIn: 3, units: 2, multiplier: Math.sqrt(3) },
      ],
      hidden: 'tanh',
    } as const;
    const tensors = initialResponsibility(network, createRandomStreams(0).stream('weights'), { width: 0.7 });
    const { state } = gradientStep(
      network,
      { tensors, optimizer: freshOptimizer },
      { inputs: shownInputs(shown), labels: shown.labels },
      {
        mode: 'full',
        optimizer: { kind: 'adam', lr: 0.005, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
        lr: 0.02,
      },
    );
    const { tensors: saved, step } = await learner.snapshot();
    expect(step).toBe(1);
    const own = saved.filter(({ name }) => !name.startsWith('optimizer.'));
    expect(Object.fromEntries(own.map(({ name, values }) => [name, values]))).toEqual(state.tensors);
    expect(own.find(({ name }) => name === 'first.centre')?.shape).toEqual([3, 2]);
    expect(saved.find(({ name }) => name === 'optimizer.last.logWidth.mean')?.shape).toEqual([2]);
    // Weights and centres 6 + 6 and 6 + 6, biases and widths 3 + 3 and 2 + 2.
    expect(learner.parameters).toBe(34);
  });

  test('its answers come from the network as it stands, and from other weights where these are given', async () => {
    const { learner, show } = await opened(xorText('responsibility', LAYERS));
    const before = await learner.judge(show([0, 1, 2, 3]));
    expect(before.synapticOperations).toBe(4 * (2 * 3 + 3 * 2));
    const silent = await learner.withWeights((await learner.weights()).map((layer) => new Float64Array(layer.length)));
    const judged = await silent.judge(show([0, 1, 2, 3]));
    // All weights 0, biases 0: the loss is ln 2 a sample.
    expect(judged.reward).toBeCloseTo(-4 * Math.LN2, 12);
    expect((await learner.judge(show([0, 1, 2, 3]))).values).toEqual(before.values);
  });

  test('solves XOR', async () => {
    const wide = LAYERS.replace('size: 3', 'size: 8');
    const { learner, show } = await opened(xorText('{ rule: responsibility, centreLow: -1 }', wide));
    for (let step = 1; step <= 300; step++)
      await learner.learn(show([0, 1, 2, 3]), { epoch: 1, batch: step, learningRate: 0.02 });
    expect((await learner.judge(show([0, 1, 2, 3]))).correct).toBe(4);
  });

  test('step units learn with a surrogate', async () => {
    const steps = LAYERS.replace('tanh', 'step');
    const { learner, show } = await opened(xorText('{ rule: responsibility, surrogate: atan }', steps));
    const weights = await learner.weights();
    await learner.learn(show([0, 3]), COURSE);
    expect((await learner.weights())[0]).not.toEqual(weights[0]);
  });

  test('step units are counted where they fire', async () => {
    const steps = LAYERS.replace('tanh', 'step');
    const { learner, show } = await opened(xorText('{ rule: responsibility, surrogate: atan }', steps));
    // Shares are positive and biases start at 0: unit 1 fires where x₁ = 1, unit 2 where x₂ = −1, unit 3 never: H(0) = 0.
    const set = await learner.withWeights([Float64Array.of(1, 0, 0, -1, 0, 0), (await learner.weights())[1]!]);
    const corners = await Promise.all([0, 1, 2, 3].map(async (k) => (await set.judge(show([k]))).spikes));
    // (−1, −1), (−1, 1), (1, −1), (1, 1)
    expect(corners).toEqual([1, 0, 2, 1]);
    expect((await set.judge(show([0, 1, 2, 3]))).spikes).toBe(4);
  });

  test('numbers that would not be finite are refused, and the old ones stay', async () => {
    const { learner, show } = await opened(xorText('responsibility', LAYERS));
    const before = await learner.weights();
    await expect(learner.learn(show([0]), { ...COURSE, learningRate: 1e308 * 10 })).rejects.toMatchObject({
      code: 'HV_NON_FINITE',
      facts: { step: 1, layer: 'first' },
    });
    expect(await learner.weights()).toEqual(before);
  });

  test('what is wrong without any number being so is no divergence', async () => {
    const { learner, show } = await opened(xorText('responsibility', LAYERS));
    const shown = { ...show([0]), labels: Int32Array.of(0, 1) };
    await expect(learner.learn(shown, COURSE)).rejects.toEqual(
      new RangeError('labels must be one a sample, 1 in all, got 2'),
    );
  });
});

describe('responsibility-lfp', () => {
  test.each(['plain', 'fwd', 'upd'])('%s: answers while learning as when judged', async (variant) => {
    const steps = LAYERS.replace('tanh', 'step');
    const { learner, show } = await opened(xorText(`{ rule: responsibility-lfp, variant: ${variant} }`, steps));
    const judged = await learner.judge(show([0, 1, 2, 3]));
    const learned = await learner.learn(show([0, 1, 2, 3]), COURSE);
    learned.values.forEach((value, k) => {
      expect(value).toBeCloseTo(judged.values[k]!, 12);
    });
  });

  test('the rate of SGD is one for the mean over the batch', async () => {
    const rule = '{ rule: responsibility-lfp, optimizer: { kind: sgd, momentum: 0 } }';
    const once = await opened(xorText(rule, LAYERS));
    const twice = await opened(xorText(rule, LAYERS));
    await once.learner.learn(once.show([1]), COURSE);
    await twice.learner.learn(twice.show([1, 1]), COURSE);
    const [one, two] = [await once.learner.weights(), await twice.learner.weights()];
    one.forEach((layer, l) => {
      layer.forEach((weight, k) => {
        expect(two[l]![k]).toBeCloseTo(weight, 12);
      });
    });
  });
});
