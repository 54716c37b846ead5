import { describe, expect, test } from 'vitest';
import type { DenseStack } from '../../../src/core/collapse/dense-stack.js';
import {
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../../src/core/front-contribution/back-propagation.js';
import {
  historyMemory,
  historyOutputs,
  startHistoryForm,
  stepHistoryForm,
} from '../../../src/core/front-contribution/history-form.js';
import { twoLayerOutputs } from '../../../src/core/front-contribution/two-layer-network.js';
import { expectClose } from '../expect-close.js';
import { numbersBetween } from '../network/random-numbers.js';
import { rowsAt, smallProblem } from './small-problems.js';

const stackOf = (sizes: readonly number[], bias: boolean): DenseStack =>
  sizes.slice(1).map((fanOut, l) => ({
    fanIn: sizes[l]!,
    fanOut,
    weights: numbersBetween(-0.7, 0.7, sizes[l]! * fanOut, l),
    ...(bias && { bias: numbersBetween(-0.5, 0.5, fanOut, 20 + l) }),
  }));

/** Three layers of plain weights, updated the ordinary way: the independent reference of this file. */
function trainOrdinarily(
  stack: DenseStack,
  inputs: Float64Array,
  targets: Float64Array,
  order: string,
  lr: number,
  steps: number,
) {
  const W = stack.map(({ weights }) => weights.slice());
  const b = stack.map(({ bias, fanOut }) => bias?.slice() ?? new Float64Array(fanOut));
  const [width, outputs] = [stack[0]!.fanIn, stack.at(-1)!.fanOut];
  const forward = (x: Float64Array) => {
    const h = [x];
    stack.forEach(({ fanIn, fanOut }, l) => {
      const z = Float64Array.from({ length: fanOut }, (_, j) =>
        h[l]!.reduce((sum, value, i) => sum + value * W[l]![j * fanIn + i]!, b[l]![j]!),
      );
      h.push(l < stack.length - 1 ? z.map((s) => Math.max(s, 0)) : z);
    });
    return h;
  };
  const answers: number[] = [];
  for (let t = 0; t < steps; t++) {
    const at = t % (inputs.length / width);
    const h = forward(inputs.subarray(at * width, (at + 1) * width));
    answers.push(...h.at(-1)!);
    let delta = h.at(-1)!.map((y, j) => y - targets[at * outputs + j]!);
    for (let l = stack.length - 1; l >= 0; l--) {
      const { fanIn, fanOut, bias } = stack[l]!;
      const old = W[l]!.slice();
      for (let k = 0; k < old.length; k++) W[l]![k]! -= lr * delta[Math.floor(k / fanIn)]! * h[l]![k % fanIn]!;
      if (bias) for (let j = 0; j < fanOut; j++) b[l]![j]! -= lr * delta[j]!;
      const sender = order === 'sequential' ? W[l]! : old;
      const error = delta;
      delta = h[l]!.map((v, i) => (v > 0 ? error.reduce((sum, d, j) => sum + d * sender[j * fanIn + i]!, 0) : 0));
    }
  }
  return { answers, outputsFor: (x: Float64Array) => forward(x).at(-1)! };
}

describe('the history form', () => {
  test.each([
    ['sequential', false],
    ['sequential', true],
    ['simultaneous', false],
    ['simultaneous', true],
  ] as const)(
    'equals ordinary training of three layers for 200 steps (%s, biases %s), unseen inputs too',
    (order, bias) => {
      const stack = stackOf([4, 6, 5, 3], bias);
      const [inputs, targets] = [numbersBetween(-1, 1, 20, 40), numbersBetween(-1, 1, 15, 41)];
      let form = startHistoryForm(stack, { order, loss: 'squared-error' });
      const answers: number[] = [];
      for (let t = 0; t < 200; t++) {
        const at = t % 5;
        const { report, state } = stepHistoryForm(
          form,
          inputs.subarray(4 * at, 4 * at + 4),
          targets.subarray(3 * at, 3 * at + 3),
          0.05,
        );
        answers.push(...report.outputs);
        form = state;
      }
      const ordinary = trainOrdinarily(stack, inputs, targets, order, 0.05, 200);
      expectClose(answers, ordinary.answers, 1e-12, 1);
      const unseen = numbersBetween(-1, 1, 4, 42);
      expectClose(historyOutputs(form, unseen), ordinary.outputsFor(unseen), 1e-12, 1);
    },
  );

  test('of two layers is what back-propagation does, under cross-entropy too', () => {
    const { network, inputs, targets } = smallProblem({
      seed: 2,
      samples: 4,
      inputs: 3,
      hidden: 5,
      outputs: 3,
      hiddenBias: true,
      outputBias: true,
    });
    const { hiddenWeights, hiddenBias, outputWeights, outputBias } = network;
    let form = startHistoryForm([
      { fanIn: 3, fanOut: 5, weights: hiddenWeights, bias: hiddenBias },
      { fanIn: 5, fanOut: 3, weights: outputWeights, bias: outputBias },
    ]);
    let reference = startBackPropagation(network);
    for (let t = 0; t < 60; t++) {
      const [x, target] = [rowsAt(inputs, [t % 4], 3), rowsAt(targets, [t % 4], 3)];
      const remembered = stepHistoryForm(form, x, target, 0.3);
      const trained = stepBackPropagation(reference, x, target, 0.3);
      expectClose(remembered.report.outputs, trained.report.outputs, 1e-12, 1);
      expectClose([remembered.report.loss], [trained.report.loss], 1e-12, 1);
      [form, reference] = [remembered.state, trained.state];
    }
    expectClose(historyOutputs(form, inputs), twoLayerOutputs(backPropagated(reference), inputs), 1e-12, 1);
  });

  test('keeps 400 · Σ (fanIn + fanOut) numbers after 400 steps, where the weights are fewer', () => {
    // (4 + 6) + (6 + 5) + (5 + 3) = 29 a step; the weights are 24 + 30 + 15 = 69
    const stack = stackOf([4, 6, 5, 3], false);
    expect(historyMemory(stack, 400)).toEqual({ floats: 11_600, bytes: 92_800 });
    let form = startHistoryForm(stack, { loss: 'squared-error' });
    for (let t = 0; t < 7; t++)
      form = stepHistoryForm(form, numbersBetween(-1, 1, 4, t), new Float64Array(3), 0.01).state;
    const kept = form.records.flat().reduce((sum, { inputs, error }) => sum + inputs.length + error.length, 0);
    expect(kept).toBe(historyMemory(stack, 7).floats);
  });

  test('leaves the state before a step as it was', () => {
    const before = startHistoryForm(stackOf([2, 2, 1], true), { loss: 'squared-error' });
    stepHistoryForm(before, Float64Array.of(1, 1), Float64Array.of(1), 0.1);
    expect(before.records).toEqual([[], []]);
  });

  test.each<[string, () => unknown, string]>([
    ['no layers', () => startHistoryForm([]), 'a stack must hold at least 1 layer, got 0'],
    [
      'an input of another width',
      () => stepHistoryForm(startHistoryForm(stackOf([2, 1], false)), new Float64Array(3), new Float64Array(1), 0.1),
      'input must be [inputs] = [2] = 2 values, got 3',
    ],
    [
      'a target of another width',
      () => stepHistoryForm(startHistoryForm(stackOf([2, 1], false)), new Float64Array(2), new Float64Array(2), 0.1),
      'target must be [outputs] = [1] = 1 values, got 2',
    ],
    [
      'a rate of 0',
      () => stepHistoryForm(startHistoryForm(stackOf([2, 1], false)), new Float64Array(2), new Float64Array(1), 0),
      'learning rate must be > 0 and finite, got 0',
    ],
  ])('refuses %s', (_what, act, message) => {
    expect(act).toThrow(new RangeError(message));
  });
});
