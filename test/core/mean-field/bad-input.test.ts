import { describe, expect, test } from 'vitest';
import { NonFiniteNumber } from '../../../src/core/check-numbers.js';
import { checkSpikeSlab } from '../../../src/core/mean-field/check-layers.js';
import { ensembleBackward } from '../../../src/core/mean-field/ensemble-backward.js';
import { ensembleForward } from '../../../src/core/mean-field/ensemble-forward.js';
import { ensembleStep } from '../../../src/core/mean-field/ensemble-step.js';
import { ENSEMBLE_TRAINING } from '../../../src/core/mean-field/ensemble-training.js';
import { createEnsembleWorkspace } from '../../../src/core/mean-field/ensemble-workspace.js';
import { initialEnsemble } from '../../../src/core/mean-field/initial-ensemble.js';
import { randomSubset } from '../../../src/core/mean-field/random-subset.js';
import type { SpikeSlabLayer } from '../../../src/core/mean-field/spike-slab-layer.js';
import {
  checkStepEnsemble,
  initialStepEnsemble,
  STEP_ENSEMBLE_START,
} from '../../../src/core/mean-field/step-ensemble.js';
import { stepEnsembleBackward } from '../../../src/core/mean-field/step-ensemble-backward.js';
import { stepEnsembleForward } from '../../../src/core/mean-field/step-ensemble-forward.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { uniformLayer } from './random-ensemble.js';

const network = [uniformLayer(4, 5, 0.5, 1, 0.1), uniformLayer(5, 3, 0.5, 1, 0.1)];
const inputs = new Float64Array(8).fill(0.5);
const noise = [new Float64Array(10), new Float64Array(6)];
const targets = Float64Array.of(1, 0, 0, 0, 0, 1);
const options = { optimizer: ENSEMBLE_TRAINING.optimizer, lr: 0.1, decay: 0 };
const step = (change: { network?: SpikeSlabLayer[]; inputs?: Float64Array; targets?: Float64Array; step?: number }) =>
  ensembleStep(
    { network: change.network ?? network, optimizer: freshOptimizer, step: change.step ?? 0 },
    { inputs: change.inputs ?? inputs, targets: change.targets ?? targets, noise },
    options,
  );
const spoiled = (name: 'spikeMass' | 'slabMean' | 'slabVariance', index: number, value: number) => () =>
  checkSpikeSlab([network[0]!, { ...network[1]!, [name]: network[1]![name].with(index, value) }]);

test.each<[string, () => unknown, string, (new (message: string) => RangeError)?]>([
  ['no layer', () => checkSpikeSlab([]), 'a network needs at least one layer, got 0'],
  ['pi above 1', spoiled('spikeMass', 7, 1.5), 'layer 2: spike mass must be in [0, 1], got 1.5 at index 7'],
  ['pi below 0', spoiled('spikeMass', 0, -1e-9), 'layer 2: spike mass must be in [0, 1], got -1e-9 at index 0'],
  ['pi NaN', spoiled('spikeMass', 0, Number.NaN), 'layer 2: spike mass must be in [0, 1], got NaN at index 0'],
  ['m infinite', spoiled('slabMean', 1, -Infinity), 'layer 2: slab mean must be finite, got -Infinity at index 1'],
  [
    'Xi below 0',
    spoiled('slabVariance', 3, -0.1),
    'layer 2: slab variance must be finite and >= 0, got -0.1 at index 3',
  ],
  [
    'Xi infinite',
    spoiled('slabVariance', 3, Infinity),
    'layer 2: slab variance must be finite and >= 0, got Infinity at index 3',
  ],
  [
    'a parameter too short',
    () => checkSpikeSlab([{ ...network[0]!, slabMean: new Float64Array(19) }]),
    'layer 1: slab mean must hold 5 x 4 = 20 values, got 19',
  ],
  [
    'layers that do not follow',
    () => checkSpikeSlab([network[0]!, uniformLayer(6, 3, 0, 1, 0)]),
    'layer 2: fan-in must be the fan-out of layer 1, 5, got 6',
  ],
  [
    'an empty layer',
    () => checkSpikeSlab([uniformLayer(4, 0, 0, 1, 0)]),
    'layer 1: fan-out must be a whole number >= 1, got 0',
  ],
  ['batch 0', () => step({ inputs: new Float64Array(0) }), 'inputs must be one or more rows of 4 values, got 0 values'],
  [
    'a part of a sample',
    () => step({ inputs: new Float64Array(7) }),
    'inputs must be one or more rows of 4 values, got 7 values',
  ],
  [
    'an input that is not finite',
    () => step({ inputs: inputs.with(2, Number.NaN) }),
    'inputs[2] must be finite, got NaN',
    NonFiniteNumber,
  ],
  [
    'noise of another shape',
    () => ensembleForward(network, inputs, [noise[0]!, new Float64Array(5)]),
    'layer 2: noise must hold 2 x 3 = 6 values, got 5',
  ],
  ['noise left out', () => ensembleForward(network, inputs, []), 'layer 1: noise must hold 2 x 5 = 10 values, got 0'],
  [
    'targets of another shape',
    () => step({ targets: new Float64Array(3) }),
    'targets must hold 2 x 3 = 6 values, got 3',
  ],
  [
    'a target that is no probability',
    () => step({ targets: targets.with(1, -1) }),
    'targets must be in [0, 1], got -1 at index 1',
  ],
  [
    'targets of two classes at once',
    () => step({ targets: targets.with(4, 1) }),
    'targets of sample 1 must add up to 1, got 2',
  ],
  [
    'a workspace of another batch',
    () => ensembleForward(network, inputs, noise, createEnsembleWorkspace([4, 5, 3], 3)),
    'the workspace must be for 4-5-3 units and a batch of 2, got 4-5-3 and 3',
  ],
  [
    'a derivative of another shape',
    () => ensembleBackward(network, ensembleForward(network, inputs, noise), new Float64Array(5)),
    'the derivative by the logits must hold 6 values, got 5',
  ],
  ['one size', () => initialEnsemble([4], () => 0.5), 'a network needs at least two sizes, got 1'],
  ['a size of 0', () => initialEnsemble([4, 0, 3], () => 0.5), 'size 2 must be a whole number >= 1, got 0'],
  ['a subset larger than its set', () => randomSubset([1, 2], 3, () => 0), 'a subset of 2 places cannot hold 3'],
])('refuses %s', (_, act, message, Refused = RangeError) => {
  expect(act).toThrow(new Refused(message));
});

describe('a step-unit ensemble', () => {
  const stepNetwork = initialStepEnsemble([4, 5, 3], STEP_ENSEMBLE_START, () => 0.3);
  const first = stepNetwork[0]!;
  test.each<[string, () => unknown, string]>([
    [
      'a spike logit that is not finite',
      () => checkStepEnsemble([{ ...first, spikeLogit: first.spikeLogit.with(0, Number.NaN) }]),
      'layer 1: spike logit must be finite, got NaN at index 0',
    ],
    [
      'a threshold that is not finite',
      () => checkStepEnsemble([{ ...first, threshold: Number.NaN }]),
      'layer 1: threshold must be finite, got NaN',
    ],
    [
      'a start with pi at its bound',
      () => initialStepEnsemble([4, 3], { ...STEP_ENSEMBLE_START, spikeMass: 1 }, () => 0.3),
      'the spike mass at the start must be inside (0, 1), got 1',
    ],
    [
      'a start without variance',
      () => initialStepEnsemble([4, 3], { ...STEP_ENSEMBLE_START, slabVariance: 0 }, () => 0.3),
      'the slab variance at the start must be > 0, got 0',
    ],
    [
      'noise of another shape',
      () => stepEnsembleForward(stepNetwork, inputs, new Float64Array(5)),
      'layer 2: noise must hold 2 x 3 = 6 values, got 5',
    ],
    [
      'a derivative of another shape',
      () => stepEnsembleBackward(stepEnsembleForward(stepNetwork, inputs), new Float64Array(5)),
      'the derivative by the logits must hold 6 values, got 5',
    ],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(new RangeError(message));
  });
});

test('stops when training has diverged, and says at which step and in which layer', () => {
  // m = 1e200: the first layer sends 1e200 on, whose square float64 calls infinite; infinite · variance 0 is NaN.
  const huge = [uniformLayer(4, 5, 0, 1e200, 0), uniformLayer(5, 3, 0, 1e200, 0)];
  expect(() => step({ network: huge, step: 11 })).toThrow(
    expect.objectContaining({
      name: 'NonFiniteLoss',
      message: 'training diverged at step 12: the loss is NaN, first value that is not finite: NaN in layer 2',
      ...{ loss: Number.NaN, step: 12, layer: 1, value: Number.NaN },
    }),
  );
});
