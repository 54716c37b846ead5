import { describe, expect, test } from 'vitest';
import { gramMemory, requireGramMemory } from '../../../src/core/front-contribution/gram-memory.js';
import { type GramNetwork, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { HeavisideError } from '../../../src/core/heaviside-error.js';
import { descent, smallProblem } from './small-problems.js';

const xor = {
  samples: 4,
  inputs: 2,
  hidden: 2,
  outputs: 1,
  hiddenBias: false,
  outputBias: false,
  momentum: false,
  keepsKernel: true,
};
const digits = { ...xor, samples: 500, inputs: 64, hidden: 32, outputs: 10, hiddenBias: true, outputBias: true };

/** Floats in all arrays of a network that has taken a step. */
function allocated({ preActivations, coefficients, velocity, output, kernel, origin }: GramNetwork): number {
  const arrays = [
    preActivations,
    coefficients,
    velocity?.preActivations,
    velocity?.coefficients,
    ...Object.values(output.tensors),
    kernel?.values,
    origin?.inputs,
    origin?.hiddenWeights,
    origin?.hiddenBias,
  ];
  return arrays.reduce((sum, values) => sum + (values?.length ?? 0), 0);
}

describe('what the Gram form will keep', () => {
  test('on XOR is 2·4·2 + 2 = 18 numbers beside K', () => {
    const { preActivations, coefficients, output, kernel } = gramMemory(xor);
    expect([preActivations + coefficients + output, kernel]).toEqual([18, 16]);
  });

  test('on 500 digits is 157,580 numbers with K as a triangle, and 34,048 for unseen inputs beside b1(0)', () => {
    const { preActivations, coefficients, output, kernel, origin } = gramMemory(digits);
    expect(preActivations + coefficients + output + (500 * 501) / 2).toBe(157_580);
    expect(kernel).toBe(250_000);
    expect(origin - 32).toBe(34_048);
  });

  test('is said in bytes too: 8 for every number', () => {
    const { floats, bytes } = gramMemory(xor);
    // 8 + 8 + 2 + 2 + 16 + (8 + 4)
    expect([floats, bytes]).toEqual([48, 384]);
  });

  test.each([
    [false, true],
    [true, true],
    [true, false],
  ])('is what is then allocated (momentum %s, K kept %s)', (momentum, keepsKernel) => {
    const size = { seed: 1, samples: 5, inputs: 3, hidden: 4, outputs: 2, hiddenBias: true, outputBias: true };
    const { network, inputs } = smallProblem(size);
    const kernel = keepsKernel ? 'kept' : 'recomputed';
    const gram = startGram(network, inputs, { optimizer: descent(momentum ? 0.9 : 0), kernel });
    const { floats, outputVelocity } = gramMemory({ ...size, momentum, keepsKernel });
    // The optimizer makes its velocities at the first step.
    expect(allocated(gram)).toBe(floats - outputVelocity);
  });

  test('above a limit is refused before anything is allocated', () => {
    const huge = { ...digits, samples: 1_000_000 };
    let refusal: unknown;
    try {
      requireGramMemory(huge, 2 ** 30);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(HeavisideError);
    expect(refusal).toMatchObject({
      code: 'HV_GRAM_MEMORY',
      kind: 'usage',
      message:
        'front contribution on 1000000 samples would keep 1000128002740 numbers (7630371.1 MiB), the limit is 1024.0 MiB',
      remedy: 'Use fewer samples, or raise the limit (learn.memory, in MiB).',
    });
    expect(() => requireGramMemory({ ...huge, keepsKernel: false }, 2 ** 20)).toThrow(
      expect.objectContaining({
        remedy: 'Use fewer samples or hidden units, or raise the limit (learn.memory, in MiB).',
      }),
    );
    expect(requireGramMemory(digits, 2 ** 30)).toEqual(gramMemory(digits));
  });

  test('refuses extents that are no counts', () => {
    expect(() => gramMemory({ ...xor, samples: 0 })).toThrow(
      new RangeError('samples must be a whole number >= 1, got 0'),
    );
    expect(() => gramMemory({ ...xor, hidden: 1.5 })).toThrow(
      new RangeError('hidden must be a whole number >= 1, got 1.5'),
    );
  });
});
