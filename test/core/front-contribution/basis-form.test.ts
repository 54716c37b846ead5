import { describe, expect, test } from 'vitest';
import {
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../../src/core/front-contribution/back-propagation.js';
import {
  basisSums,
  expandBasisForm,
  startBasisForm,
  stepBasisForm,
} from '../../../src/core/front-contribution/basis-form.js';
import { startAsPrinted, stepAsPrinted } from '../../../src/core/front-contribution/printed-equation-32.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';
import { descent, xorProblem } from './small-problems.js';

const learning = { order: 'sequential', loss: 'squared-error' } as const;

/** Largest |y − y of back-propagation| before each update, by form, on samples taken in turn. */
function errorsOn(seed: number, samples: readonly number[], steps: number) {
  const { network, inputs, targets } = xorProblem(seed);
  const at = (t: number) => samples[t % samples.length]!;
  const x = (t: number) => inputs.subarray(2 * at(t), 2 * at(t) + 2);
  let reference = startBackPropagation(network, learning);
  let basis = startBasisForm(network, learning);
  let printed = startAsPrinted(network.hiddenWeights, network.outputWeights, x(0));
  const worst = { basis: 0, printed: 0 };
  for (let t = 0; t < steps; t++) {
    const target = targets.subarray(at(t), at(t) + 1);
    const trained = stepBackPropagation(reference, x(t), target, 0.1);
    const rotated = stepBasisForm(basis, x(t), target, 0.1);
    const asPrinted = stepAsPrinted(printed, x(t), target[0]!, x(t + 1), 0.1);
    const y = trained.report.outputs[0]!;
    worst.basis = Math.max(worst.basis, Math.abs(rotated.report.outputs[0]! - y));
    worst.printed = Math.max(worst.printed, Math.abs(asPrinted.output - y));
    [reference, basis, printed] = [trained.state, rotated.state, asPrinted.state];
  }
  return worst;
}

describe('the basis form', () => {
  test('rotates W1 = (3, 1) into 4 and 2, and takes a hand-made step', () => {
    // s(2, 1) = (4 + 2)/2·2 + (4 − 2)/2·1 = 7, y = 7, g = 7 − 6 = 1; w' = 1 − 0.125·7 = 0.125, e = 1·0.125
    // s₊ = 4 − 0.125·0.125·3, s₋ = 2 − 0.125·0.125·1
    const network = {
      inputs: 2,
      hidden: 1,
      outputs: 1,
      hiddenWeights: Float64Array.of(3, 1),
      outputWeights: Float64Array.of(1),
    };
    const start = startBasisForm(network, learning);
    expect([start.sum[0], start.difference[0]]).toEqual([4, 2]);
    expect([...basisSums(start, Float64Array.of(2, 1, 0, 1))]).toEqual([7, 1]);
    const { report, state } = stepBasisForm(start, Float64Array.of(2, 1), Float64Array.of(6), 0.125);
    expect([[...report.outputs], report.loss, report.diverged]).toEqual([[7], 0.5, false]);
    expect([state.sum[0], state.difference[0]]).toEqual([4 - 3 / 64, 2 - 1 / 64]);
    expect([...expandBasisForm(state).hiddenWeights]).toEqual([3 - 2 / 64, 1 - 1 / 64]);
    expect([start.sum[0], start.difference[0]]).toEqual([4, 2]);
  });

  test('(assertion 2) has the outputs of back-propagation on XOR to 1e-12, ten seeds, 200 steps', () => {
    for (let seed = 0; seed < 10; seed++) expect(errorsOn(seed, [0, 1, 2, 3], 200).basis).toBeLessThanOrEqual(1e-12);
  });

  test('equals back-propagation on any inputs, in batches, with several outputs, momentum and weight decay', () => {
    const network = {
      inputs: 2,
      hidden: 4,
      outputs: 3,
      hiddenWeights: numbersBetween(-1, 1, 8, 1),
      outputWeights: numbersBetween(-1, 1, 12, 2),
      outputBias: numbersBetween(-1, 1, 3, 3),
    };
    const inputs = numbersBetween(-2, 2, 10, 4);
    const targets = numbersBetween(0, 1, 15, 5).map(() => 1 / 3);
    const asked = { order: 'sequential', optimizer: descent(0.9, 0.05) } as const;
    let basis = startBasisForm(network, asked);
    let reference = startBackPropagation(network, asked);
    for (let step = 0; step < 50; step++) {
      const rotated = stepBasisForm(basis, inputs, targets, 0.05);
      const trained = stepBackPropagation(reference, inputs, targets, 0.05);
      expectClose(rotated.report.outputs, trained.report.outputs, 1e-12, 1);
      [basis, reference] = [rotated.state, trained.state];
    }
    expectClose(expandBasisForm(basis).hiddenWeights, backPropagated(reference).hiddenWeights, 1e-12, 1);
  });
});

describe('equation 5/32 as printed', () => {
  test('(assertion 6) misses back-propagation on XOR by more than 0.1 for at least one of ten seeds', () => {
    const errors = Array.from({ length: 10 }, (_, seed) => errorsOn(seed, [0, 1, 2, 3], 200).printed);
    expect(Math.max(...errors)).toBeGreaterThan(0.1);
  });

  test('holds where the components of the input are 1: on (1, 1) alone', () => {
    for (let seed = 0; seed < 10; seed++) expect(errorsOn(seed, [0], 300).printed).toBeLessThanOrEqual(1e-12);
  });

  test('forgets to divide by the current input: after x = (2, 1), w1 counts twice', () => {
    // W1 = (3, 1): s = 7, S = 5; target 7 leaves everything; next (1, 0): (7 + 5)/2 = 6 = w1·2, where 3 is right
    const start = startAsPrinted(Float64Array.of(3, 1), Float64Array.of(1), Float64Array.of(2, 1));
    const { output, state } = stepAsPrinted(start, Float64Array.of(2, 1), 7, Float64Array.of(1, 0), 0.1);
    expect([output, state.sum[0]]).toEqual([7, 6]);
  });
});
