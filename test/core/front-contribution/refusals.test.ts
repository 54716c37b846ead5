import { describe, expect, test } from 'vitest';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import { startBackPropagation, stepBackPropagation } from '../../../src/core/front-contribution/back-propagation.js';
import { startBasisForm, stepBasisForm } from '../../../src/core/front-contribution/basis-form.js';
import { expandGram, predictGram, releaseInputs } from '../../../src/core/front-contribution/gram-expand.js';
import { gramKernel } from '../../../src/core/front-contribution/gram-kernel.js';
import { type GramOptions, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { gramOutputs, stepGram } from '../../../src/core/front-contribution/gram-step.js';
import { twoLayerOutputs } from '../../../src/core/front-contribution/two-layer-network.js';
import { HeavisideError } from '../../../src/core/heaviside-error.js';
import { expectClose } from '../expect-close.js';
import { descent, smallProblem } from './small-problems.js';

const { network, inputs, targets } = smallProblem({
  seed: 1,
  samples: 3,
  inputs: 2,
  hidden: 2,
  outputs: 2,
  hiddenBias: true,
  outputBias: true,
});
const start = (options: GramOptions = {}) => startGram(network, inputs, options);
const adam = { kind: 'adam', lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
const two = targets.subarray(0, 4);

/** What was thrown. */
function thrown(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('what has no dual is refused with HV_NO_DUAL', () => {
  test.each<[string, GramOptions, string]>([
    [
      '(assertion 9) Adam',
      { optimizer: adam },
      'front contribution has no dual form of the optimizer "adam": it scales the step of each weight by itself',
    ],
    [
      '(assertion 9) layer-wise feedback propagation',
      { rule: { kind: 'epsilon', epsilon: 1e-6 } },
      'front contribution has no dual form of the LFP rule "epsilon": it scales a step by the magnitude of each weight',
    ],
    [
      'clipping',
      { clip: 3 },
      'front contribution has no dual form of clipping, got clip 3: the norm is taken over weights that are not kept',
    ],
    [
      'weight decay under a bias rate of its own',
      { optimizer: descent(0, 0.1), hiddenBiasRatio: 2 },
      'front contribution has no dual form of weight decay 0.1 with hidden biases at 2 times the rate of the weights: the two would decay differently',
    ],
  ])('%s', (_what, options, message) => {
    const error = thrown(() => start(options)) as HeavisideError;
    expect(error).toBeInstanceOf(HeavisideError);
    expect([error.code, error.kind, error.message]).toEqual(['HV_NO_DUAL', 'usage', message]);
    expect(error.remedy).toMatch(/^(Use|Leave) /);
  });

  test('but back-propagation takes Adam', () => {
    const { state } = stepBackPropagation(startBackPropagation(network, { optimizer: adam }), inputs, targets, 0.1);
    // The first step of Adam is the rate in every weight that has a gradient.
    const moved = state.output.tensors['bias']!.map((b, j) => Math.abs(b - network.outputBias![j]!));
    expectClose(moved, [0.1, 0.1], 1e-6);
  });

  test('the basis form of three inputs, or with hidden biases', () => {
    const wide = { ...network, inputs: 3, hiddenWeights: new Float64Array(6), hiddenBias: undefined };
    expect(() => startBasisForm(wide)).toThrow('the basis form exists for 2 inputs, the network has 3');
    expect(() => startBasisForm(network)).toThrow('the basis form exists without hidden biases, the network has some');
    expect(() => startBasisForm({ ...network, hiddenBias: undefined }, { optimizer: adam })).toThrow('"adam"');
  });
});

describe('wrong shapes and values are refused with both values', () => {
  const cases: readonly [string, () => unknown, string, (new (message: string) => RangeError)?][] = [
    [
      'no samples',
      () => startGram(network, new Float64Array(0)),
      'inputs must be one or more rows of 2 values, got 0 values',
    ],
    [
      'a ragged X',
      () => startGram(network, new Float64Array(5)),
      'inputs must be one or more rows of 2 values, got 5 values',
    ],
    [
      'NaN in X',
      () => startGram(network, Float64Array.of(1, NaN)),
      'inputs[1] must be finite, got NaN',
      NonFiniteNumber,
    ],
    [
      'first weights of another shape',
      () => startGram({ ...network, hiddenWeights: new Float64Array(3) }, inputs),
      'hidden weights must be [hidden × inputs] = [2 × 2] = 4 values, got 3',
    ],
    [
      'output weights of another shape',
      () => startGram({ ...network, outputWeights: new Float64Array(3) }, inputs),
      'output weights must be [outputs × hidden] = [2 × 2] = 4 values, got 3',
    ],
    [
      'an infinite weight',
      () => startGram({ ...network, outputWeights: Float64Array.of(1, 2, Infinity, 0) }, inputs),
      'outputWeights[2] must be finite, got Infinity',
      NonFiniteNumber,
    ],
    [
      'no hidden units',
      () => startGram({ ...network, hidden: 0 }, inputs),
      'hidden units must be a whole number >= 1, got 0',
    ],
    [
      'a hidden bias of another shape',
      () => startGram({ ...network, hiddenBias: new Float64Array(3) }, inputs),
      'hidden bias must be [hidden] = [2] = 2 values, got 3',
    ],
    ['an index above', () => stepGram(start(), [0, 3], two, 0.1), 'sample index must be a whole number in 0..2, got 3'],
    [
      'an index below',
      () => stepGram(start(), [-1, 0], two, 0.1),
      'sample index must be a whole number in 0..2, got -1',
    ],
    ['half an index', () => gramOutputs(start(), [0.5]), 'sample index must be a whole number in 0..2, got 0.5'],
    [
      'an empty batch',
      () => stepGram(start(), [], new Float64Array(0), 0.1),
      'batch must be a whole number >= 1, got 0',
    ],
    [
      'targets of another batch',
      () => stepGram(start(), [0], two, 0.1),
      'targets must be [batch × outputs] = [1 × 2] = 2 values, got 4',
    ],
    [
      'NaN in targets',
      () => stepGram(start(), [0], Float64Array.of(0, NaN), 0.1),
      'targets[1] must be finite, got NaN',
      NonFiniteNumber,
    ],
    ['a rate of 0', () => stepGram(start(), [0, 1], two, 0), 'learning rate must be > 0 and finite, got 0'],
    [
      'an infinite rate',
      () => stepGram(start(), [0, 1], two, Infinity),
      'learning rate must be > 0 and finite, got Infinity',
    ],
    [
      'a momentum of 1',
      () => start({ optimizer: descent(1) }),
      'optimizer.momentum must be a number >= 0 and < 1, got 1',
    ],
    ['a negative bias rate', () => start({ hiddenBiasRatio: -1 }), 'hiddenBiasRatio must be >= 0 and finite, got -1'],
    [
      'steps without a surrogate',
      () => start({ units: { kind: 'step' } }),
      'units of kind step have no derivative: name a surrogate',
    ],
    [
      'K of other samples',
      () => start({ kernel: gramKernel(inputs.subarray(0, 4), 2, 1) }),
      'K must be of 3 samples, is of 2 with 4 values',
    ],
    [
      'K without the bias',
      () => start({ kernel: gramKernel(inputs, 2, 0) }),
      'K must hold the bias share 1 of this network, holds 0',
    ],
    [
      'inputs of back-propagation',
      () => stepBackPropagation(startBackPropagation(network), new Float64Array(3), two, 0.1),
      'inputs must be one or more rows of 2 values, got 3 values',
    ],
    [
      'targets of the basis form',
      () => stepBasisForm(startBasisForm({ ...network, hiddenBias: undefined }), inputs, two, 0.1),
      'targets must be [batch × outputs] = [3 × 2] = 6 values, got 4',
    ],
    [
      'inputs of a network',
      () => twoLayerOutputs(network, new Float64Array(3)),
      'inputs must be one or more rows of 2 values, got 3 values',
    ],
  ];
  test.each(cases)('%s', (_what, act, message, Refused = RangeError) => {
    expect(thrown(act)).toEqual(new Refused(message));
  });

  test('and a refused step changes nothing', () => {
    const gram = start();
    expect(() => stepGram(gram, [0, 7], two, 0.1)).toThrow(RangeError);
    expect(gram).toEqual(start());
  });
});

describe('released inputs', () => {
  test('leave training as it was, and unseen inputs and W1 unanswered', () => {
    const [gram, keeping] = [start(), start()];
    releaseInputs(gram);
    stepGram(gram, [0, 1], two, 0.1);
    stepGram(keeping, [0, 1], two, 0.1);
    expect(gram.preActivations).toEqual(keeping.preActivations);
    for (const ask of [() => expandGram(gram), () => predictGram(gram, inputs)]) {
      const error = thrown(ask) as HeavisideError;
      expect(error.code).toBe('HV_INPUTS_RELEASED');
      expect(error.message).toBe(
        'the inputs and first weights of this front contribution were released: W1 is unknown, and so is the answer to an unseen input',
      );
    }
  });

  test('are refused where every step needs them', () => {
    expect(thrown(() => releaseInputs(start({ kernel: 'recomputed' })))).toEqual(
      new RangeError('the inputs cannot be released: kernel "recomputed" needs them at every step'),
    );
  });
});
