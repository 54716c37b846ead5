import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import { collapseAt, openGates } from '../../../src/core/collapse/collapse-at.js';
import { collapseLinear } from '../../../src/core/collapse/collapse-linear.js';
import { collapseMean } from '../../../src/core/collapse/collapse-mean.js';
import { affineOutputs, type DenseStack, stackOutputs } from '../../../src/core/collapse/dense-stack.js';
import { reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';
import { stackOf } from './small-stacks.js';

// 2 → 2 → 1: z = (x₁ + x₂ + 1, x₁ − x₂), y = 2 h₁ + 3 h₂ − 1
const small: DenseStack = [
  { fanIn: 2, fanOut: 2, weights: Float64Array.of(1, 1, 1, -1), bias: Float64Array.of(1, 0) },
  { fanIn: 2, fanOut: 1, weights: Float64Array.of(2, 3), bias: Float64Array.of(-1) },
];

describe('collapsing a linear stack', () => {
  test('multiplies the matrices and sends the biases through', () => {
    // W = (2, 3)·((1, 1), (1, −1)) = (5, −1), b = 2·1 + 3·0 − 1 = 1
    expect(collapseLinear(small)).toEqual({
      inputs: 2,
      outputs: 1,
      weights: Float64Array.of(5, -1),
      bias: Float64Array.of(1),
    });
  });

  test('gives the outputs of any stack of linear layers, with and without biases', () => {
    fc.assert(
      fc.property(reals(8), fc.integer({ min: 1, max: 50 }), fc.boolean(), (x, seed, bias) => {
        const stack = stackOf([4, 5, 3, 2], seed, bias);
        // At most 4·5·3 products of numbers up to 3 are added up.
        expectClose(affineOutputs(collapseLinear(stack), x), stackOutputs(stack, x, { kind: 'identity' }), 1e-12, 180);
      }),
    );
  });
});

describe('collapsing around an input', () => {
  test('keeps the open gates of ReLU', () => {
    // x = (1, 2): z = (4, −1), the first gate open: W = 2·(1, 1), b = 2·1 − 1
    expect(collapseAt(small, Float64Array.of(1, 2), 'relu')).toEqual({
      inputs: 2,
      outputs: 1,
      weights: Float64Array.of(2, 2),
      bias: Float64Array.of(1),
    });
    expect(openGates(small, Float64Array.of(1, 2), 'relu').map((gates) => [...gates])).toEqual([[1, 0]]);
  });

  test('counts a sum of exactly 0 as closed', () => {
    // x = (0, 0): z = (1, 0)
    expect([...collapseAt(small, Float64Array.of(0, 0), 'relu').weights]).toEqual([2, 2]);
  });

  test('is constant for steps: W = 0, b = W₂ d + b₂', () => {
    // x = (3, 1): d = (1, 1), b = 2 + 3 − 1
    expect(collapseAt(small, Float64Array.of(3, 1), 'step')).toEqual({
      inputs: 2,
      outputs: 1,
      weights: Float64Array.of(0, 0),
      bias: Float64Array.of(4),
    });
  });

  test.each(['relu', 'step'] as const)(
    '(assertion 8) W(x) x + b(x) is the answer of the net to 1e-12 for 100 random x (%s)',
    (kind) => {
      const stack = stackOf([4, 7, 6, 3]);
      const inputs = numbersBetween(-2, 2, 400, 7);
      for (let r = 0; r < 100; r++) {
        const x = inputs.subarray(4 * r, 4 * r + 4);
        expectClose(affineOutputs(collapseAt(stack, x, kind), x), stackOutputs(stack, x, { kind }), 1e-12, 1);
      }
    },
  );

  test('holds for a neighbour with the same open gates, and only there', () => {
    const local = collapseAt(small, Float64Array.of(1, 2), 'relu');
    const [near, far] = [Float64Array.of(1.5, 2.25), Float64Array.of(2, 1)];
    expect(affineOutputs(local, near)).toEqual(stackOutputs(small, near, { kind: 'relu' }));
    expect(affineOutputs(local, far)).not.toEqual(stackOutputs(small, far, { kind: 'relu' }));
  });

  test('of a stack without hidden layer is the layer itself, whatever the units', () => {
    const stack = [small[0]!];
    for (const units of ['relu', 'step'] as const)
      expect(collapseAt(stack, Float64Array.of(1, 2), units)).toEqual(collapseLinear(stack));
  });
});

test('the mean collapse is the mean of the local ones', () => {
  // (1, 2): W = (2, 2), b = 1 as above; (3, 1): both gates open, W = (5, −1), b = 1
  expect(collapseMean(small, Float64Array.of(1, 2, 3, 1), 'relu')).toEqual({
    inputs: 2,
    outputs: 1,
    weights: Float64Array.of(3.5, 0.5),
    bias: Float64Array.of(1),
  });
});

describe('a stack is refused', () => {
  const x = Float64Array.of(1, 2);
  test.each<[string, () => unknown, string, (new (message: string) => RangeError)?]>([
    ['without layers', () => collapseLinear([]), 'a stack must hold at least 1 layer, got 0'],
    [
      'whose layers do not fit',
      () => collapseLinear([small[0]!, small[0]!, small[1]!, small[0]!]),
      'layer 3 takes 2 inputs, but layer 2 has 1 outputs',
    ],
    [
      'with weights of another shape',
      () => collapseLinear([{ ...small[0]!, weights: new Float64Array(3) }]),
      'weights of layer 0 must be [fanOut × fanIn] = [2 × 2] = 4 values, got 3',
    ],
    [
      'with a bias of another shape',
      () => collapseLinear([{ ...small[0]!, bias: new Float64Array(3) }]),
      'bias of layer 0 must be [fanOut] = [2] = 2 values, got 3',
    ],
    [
      'with a weight that is no number',
      () => collapseLinear([{ ...small[0]!, weights: Float64Array.of(1, NaN, 0, 0) }]),
      'weights of layer 0[1] must be finite, got NaN',
      NonFiniteNumber,
    ],
    [
      'with no outputs',
      () => collapseLinear([{ ...small[0]!, fanOut: 0 }]),
      'outputs of layer 0 must be a whole number >= 1, got 0',
    ],
    [
      'around an input of another width',
      () => collapseAt(small, new Float64Array(3), 'relu'),
      'input must be [inputs] = [2] = 2 values, got 3',
    ],
    [
      'around two inputs',
      () => collapseAt(small, Float64Array.of(...x, ...x), 'step'),
      'input must be [inputs] = [2] = 2 values, got 4',
    ],
    [
      'over no inputs',
      () => collapseMean(small, new Float64Array(0), 'relu'),
      'inputs must be one or more rows of 2 values, got 0 values',
    ],
  ])('%s', (_what, act, message, Refused = RangeError) => {
    expect(act).toThrow(new Refused(message));
  });
});
