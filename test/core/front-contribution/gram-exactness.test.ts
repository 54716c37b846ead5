import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandGram, predictGram } from '../../../src/core/front-contribution/gram-expand.js';
import { preActivationRows, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { gramOutputs, stepGram } from '../../../src/core/front-contribution/gram-step.js';
import { expectClose } from '../expect-close.js';
import { expectSameAsBackPropagation } from './compare-forms.js';
import { descent, smallProblem, xorProblem } from './small-problems.js';

const size = fc.record({
  seed: fc.integer({ min: 0, max: 10_000 }),
  samples: fc.integer({ min: 1, max: 7 }),
  inputs: fc.integer({ min: 1, max: 5 }),
  hidden: fc.integer({ min: 1, max: 6 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  hiddenBias: fc.boolean(),
  outputBias: fc.boolean(),
});

const learning = fc.record({
  order: fc.constantFrom('simultaneous' as const, 'sequential' as const),
  loss: fc.constantFrom('cross-entropy' as const, 'squared-error' as const),
  kernel: fc.constantFrom('kept' as const, 'recomputed' as const),
});

/** Batches of 1 to 9 samples drawn with repeats: 9 go through both the fours and the rest of the kernel's loop. */
function batchesOf(samples: number, seed: number): number[][] {
  return Array.from({ length: 12 }, (_, step) =>
    Array.from({ length: 1 + ((seed + 5 * step) % 9) }, (_, b) => (seed + 3 * step + b * (1 + (step % 3))) % samples),
  );
}

describe('the Gram form', () => {
  test('follows a hand-made step: one sample x = 2 in the batch twice, W1 = w = 1, target 0, rate 0.1', () => {
    // s = v = y = 2, g = 2/2 = 1 each, w' = 1 − 0.1 (1·2 + 1·2) = 0.6, e = 1·1 each, K = 4
    // S' = 2 − 0.1·4·(1 + 1) = 1.2, A' = 0.1·(1 + 1) = 0.2, W1' = 1 − 0.2·2 = 0.6, and indeed 0.6·2 = 1.2
    const network = {
      inputs: 1,
      hidden: 1,
      outputs: 1,
      hiddenWeights: Float64Array.of(1),
      outputWeights: Float64Array.of(1),
    };
    const gram = startGram(network, Float64Array.of(2), { loss: 'squared-error' });
    const { outputs, loss, diverged } = stepGram(gram, [0, 0], Float64Array.of(0, 0), 0.1);
    expect([[...outputs], loss, diverged]).toEqual([[2, 2], 2, false]);
    expectClose(gram.preActivations, [1.2], 1e-15);
    expectClose(gram.coefficients, [0.2], 1e-15);
    expectClose(expandGram(gram).hiddenWeights, [0.6], 1e-15);
    expectClose(gram.output.tensors['weight']!, [0.6], 1e-15);
    expectClose(gramOutputs(gram, [0]), [0.72], 1e-15);
  });

  test('(assertion 3) equals back-propagation to 1e-12: any shape, both losses, both orders, biases on and off', () => {
    fc.assert(
      fc.property(size, learning, (extents, options) => {
        const batches = batchesOf(extents.samples, extents.seed);
        expectSameAsBackPropagation(smallProblem(extents), batches, 0.05, options);
      }),
    );
  });

  test('(assertion 3) keeps S = S(0) − K A to 1e-12, and expands to W1 = W1(0) − Aᵀ X, b1 = b1(0) − Σ A', () => {
    const extents = { seed: 3, samples: 6, inputs: 4, hidden: 5, outputs: 3, hiddenBias: true, outputBias: true };
    const { network, inputs, targets } = smallProblem(extents);
    const gram = startGram(network, inputs);
    const first = preActivationRows(gram);
    for (let step = 0; step < 40; step++) {
      const i = step % 6;
      stepGram(gram, [i], targets.subarray(3 * i, 3 * i + 3), 0.2);
    }
    const { coefficients: A, kernel } = gram;
    const expected = first.map((s, k) => {
      const [i, j] = [Math.floor(k / 5), k % 5];
      return s - [0, 1, 2, 3, 4, 5].reduce((sum, b) => sum + kernel!.values[6 * i + b]! * A[5 * b + j]!, 0);
    });
    expectClose(preActivationRows(gram), expected, 1e-12);
    expect(Math.max(...expected.map((s, k) => Math.abs(s - first[k]!)))).toBeGreaterThan(0.1);
    const dense = expandGram(gram);
    expectClose(
      dense.hiddenWeights,
      network.hiddenWeights.map((w, k) => {
        const [j, d] = [Math.floor(k / 4), k % 4];
        return w - [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + A[5 * i + j]! * inputs[4 * i + d]!, 0);
      }),
    );
    expectClose(
      dense.hiddenBias!,
      network.hiddenBias!.map((b, j) => b - [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + A[5 * i + j]!, 0)),
    );
  });

  test('(assertion 2) equals back-propagation on XOR for 200 steps, in both orders', () => {
    const batches = Array.from({ length: 200 }, (_, t) => [t % 4]);
    for (const order of ['simultaneous', 'sequential'] as const)
      for (let seed = 0; seed < 10; seed++)
        expectSameAsBackPropagation(xorProblem(seed), batches, 0.05, { order, loss: 'squared-error' });
  });

  test('(assertion 4) counts a sample that is twice in a batch twice, as back-propagation on the doubled rows', () => {
    const extents = { seed: 9, samples: 4, inputs: 3, hidden: 4, outputs: 2, hiddenBias: true, outputBias: true };
    const problem = smallProblem(extents);
    expectSameAsBackPropagation(
      problem,
      [
        [1, 1, 3],
        [2, 2, 2, 2, 2],
        [0, 3, 0],
      ],
      0.3,
      {},
    );
    const [once, twice] = [startGram(problem.network, problem.inputs), startGram(problem.network, problem.inputs)];
    const target = problem.targets.subarray(2, 4);
    stepGram(once, [1], target, 0.3);
    stepGram(twice, [1, 1], Float64Array.of(...target, ...target), 0.3);
    // Two halves of the mean: an assignment instead of an addition would keep one of them.
    expectClose(twice.coefficients, once.coefficients);
    expect(Math.max(...once.coefficients.map(Math.abs))).toBeGreaterThan(1e-3);
  });

  test('(assertion 9) equals back-propagation to 1e-12 with momentum and weight decay, alone and together', () => {
    const numbers = fc.record({ momentum: fc.constantFrom(0, 0.5, 0.9), weightDecay: fc.constantFrom(0, 0.01, 0.3) });
    fc.assert(
      fc.property(size, learning, numbers, (extents, options, { momentum, weightDecay }) => {
        const batches = batchesOf(extents.samples, extents.seed);
        const optimizer = descent(momentum, weightDecay);
        expectSameAsBackPropagation(smallProblem(extents), batches, 0.05, { ...options, optimizer });
      }),
    );
  });

  test('equals back-propagation with hidden biases that stay as they are, or have a rate of their own', () => {
    for (const hiddenBiasRatio of [0, 0.5, 3])
      for (const momentum of [0, 0.9]) {
        const extents = { seed: 21, samples: 5, inputs: 3, hidden: 4, outputs: 2, hiddenBias: true, outputBias: true };
        const options = { hiddenBiasRatio, optimizer: descent(momentum) };
        expectSameAsBackPropagation(smallProblem(extents), batchesOf(5, 2), 0.1, options);
      }
  });

  test('equals back-propagation for tanh, silu, and for steps with a surrogate: nothing about ReLU is used', () => {
    const surrogate = { kind: 'atan', alpha: 2 } as const;
    for (const kind of ['tanh', 'silu', 'step', 'sign'] as const) {
      const extents = { seed: 31, samples: 5, inputs: 3, hidden: 4, outputs: 2, hiddenBias: true, outputBias: true };
      expectSameAsBackPropagation(smallProblem(extents), batchesOf(5, 7), 0.1, { units: { kind }, surrogate });
    }
  });

  test('answers an unseen x by s(x) = W1(0) x + b1(0) − Aᵀ (X x + 1)', () => {
    const extents = { seed: 4, samples: 3, inputs: 2, hidden: 2, outputs: 1, hiddenBias: true, outputBias: false };
    const { network, inputs, targets } = smallProblem(extents);
    const gram = startGram(network, inputs, { loss: 'squared-error' });
    for (let step = 0; step < 9; step++) stepGram(gram, [step % 3], targets.subarray(step % 3, (step % 3) + 1), 0.3);
    const x = [0.7, -0.4] as const;
    const y = [0, 1].reduce((sum, j) => {
      const alike = [0, 1, 2].map((i) => inputs[2 * i]! * x[0] + inputs[2 * i + 1]! * x[1] + 1);
      const first =
        network.hiddenWeights[2 * j]! * x[0] + network.hiddenWeights[2 * j + 1]! * x[1] + network.hiddenBias![j]!;
      const s = alike.reduce((left, k, i) => left - k * gram.coefficients[2 * i + j]!, first);
      return sum + gram.output.tensors['weight']![j]! * Math.max(s, 0);
    }, 0);
    expectClose(predictGram(gram, Float64Array.of(...x)), [y], 1e-12, 1);
  });

  test('owns its arrays: what it was given stays, a structured clone learns on its own', () => {
    const { network, inputs, targets } = smallProblem({
      seed: 5,
      samples: 3,
      inputs: 2,
      hidden: 3,
      outputs: 2,
      hiddenBias: true,
      outputBias: true,
    });
    const given = structuredClone({ network, inputs });
    const gram = startGram(network, inputs, { optimizer: descent(0.9) });
    const other = structuredClone(gram);
    stepGram(gram, [0, 2], targets.subarray(0, 4), 0.5);
    expect({ network, inputs }).toEqual(given);
    expect(other).toEqual(startGram(network, inputs, { optimizer: descent(0.9) }));
    stepGram(other, [0, 2], targets.subarray(0, 4), 0.5);
    expect(other).toEqual(gram);
  });
});

test('(assertion 5) W1 is no function of the output weights: the counterexample, to 1e-15', () => {
  // W1 = (1, 1), w = 1, rate 0.1, target 0, one step on (1, 0) or on (0, 1), sequential: w = 1 − 0.1·1·1 = 0.9 both
  // times, then W1 loses 0.1·1·0.9 = 0.09 where the input was 1. y(1, 0) = 0.9·0.91 = 0.819, or 0.9·1.
  const network = {
    inputs: 2,
    hidden: 1,
    outputs: 1,
    hiddenWeights: Float64Array.of(1, 1),
    outputWeights: Float64Array.of(1),
  };
  const after = (...x: number[]) => {
    const gram = startGram(network, Float64Array.from(x), { order: 'sequential', loss: 'squared-error' });
    stepGram(gram, [0], Float64Array.of(0), 0.1);
    return gram;
  };
  for (const [input, W1, y] of [
    [[1, 0], [0.91, 1], 0.819],
    [[0, 1], [1, 0.91], 0.9],
  ] as const) {
    const gram = after(...input);
    expectClose(gram.output.tensors['weight']!, [0.9], 1e-15);
    expectClose(expandGram(gram).hiddenWeights, W1, 1e-15);
    expectClose(predictGram(gram, Float64Array.of(1, 0)), [y], 1e-15);
  }
});
