import { expect } from 'vitest';
import {
  type BackPropagation,
  backPropagated,
  startBackPropagation,
  stepBackPropagation,
} from '../../../src/core/front-contribution/back-propagation.js';
import { basisSums, startBasisForm, stepBasisForm } from '../../../src/core/front-contribution/basis-form.js';
import {
  compensatedOutput,
  frozenCompensation,
  movingCompensation,
  startCompensation,
  stepCompensation,
} from '../../../src/core/front-contribution/compensation.js';
import type { FrontLearning, UpdateOrder } from '../../../src/core/front-contribution/front-learning.js';
import { expandGram, predictGram } from '../../../src/core/front-contribution/gram-expand.js';
import { type GramNetwork, preActivationRows, startGram } from '../../../src/core/front-contribution/gram-network.js';
import { gramOutputs, stepGram } from '../../../src/core/front-contribution/gram-step.js';
import { type TwoLayerNetwork, twoLayerOutputs } from '../../../src/core/front-contribution/two-layer-network.js';
import { expectClose } from '../expect-close.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';

/** Fields of a part of a file. */
export type Facts = Readonly<Record<string, unknown>>;

/** Cases of a file as vectors of their own, so that the readers of fields work on them. */
function casesOf(vector: Vector): readonly Vector[] {
  return list(vector, 'cases').map((entry) => ({ ...(entry as Vector), kind: vector.kind, case: vector.case }));
}

function snapshotsOf(vector: Vector): readonly (readonly [number, Facts])[] {
  return Object.entries(vector['snapshots'] as Record<string, Facts>).map(([step, facts]) => [Number(step), facts]);
}

/** `expectClose` under a file's name. */
export function closeIn(vector: Vector, tolerance: number) {
  return (actual: Float64Array, expected: unknown, label: string) =>
    expectClose(actual, expected, label, tolerance, vector.case);
}

/** A tensor that may be missing or null. */
export const maybe = (tensor: unknown) => (tensor === null || tensor === undefined ? undefined : flat(tensor));

function networkOf(vector: Vector): TwoLayerNetwork {
  const [hidden, inputs] = shapeOf(vector['W1']);
  const outputWeights = flat(vector['W2'] ?? vector['w2']);
  return {
    inputs: inputs!,
    hidden: hidden!,
    outputs: outputWeights.length / hidden!,
    hiddenWeights: flat(vector['W1']),
    hiddenBias: maybe(vector['b1']),
    outputWeights,
    outputBias: maybe(vector['b2']),
  };
}

/** kind "front-compensation": one input, techniques (i) and (ii), against back-propagation and the file. */
export function checkFrontCompensation(vector: Vector): void {
  for (const entry of casesOf(vector)) {
    const close = closeIn(entry, number(vector, 'tolerance'));
    const [network, x, rate] = [networkOf(entry), flat(entry['x']), number(entry, 'eta')];
    const target = number(entry, 'target');
    const learning = { order: 'sequential', loss: 'squared-error' } as const;
    let form = startCompensation(network, x);
    let reference = startBackPropagation(network, learning);
    const wanted = flat(entry['y']);
    expect([...form.firstActivations].map((v) => v > 0)).toEqual(entry['alive0']);
    const outputs: number[] = [];
    const ordinary: number[] = [];
    for (let step = 1; step <= wanted.length; step++) {
      const stepped = stepCompensation(form, target, rate, 'sequential');
      const trained = stepBackPropagation(reference, x, Float64Array.of(target), rate);
      form = stepped.state;
      reference = trained.state;
      outputs.push(stepped.output);
      ordinary.push(trained.report.outputs[0]!);
      const [, facts] = snapshotsOf(entry).find(([at]) => at === step) ?? [];
      if (!facts) continue;
      const [moving, frozen] = [movingCompensation(form), frozenCompensation(form)];
      close(form.weights, facts['w'], `w after ${step}`);
      close(form.relative, facts['rho'], `rho after ${step}`);
      close(moving.compensation, facts['P'], `P after ${step}`);
      close(frozen.compensation, facts['p'], `p after ${step}`);
      close(moving.effective, facts['r'], `r = w + P after ${step}`);
      close(frozen.effective, facts['r'], `r = w(0) + p after ${step}`);
      close(
        form.relative.map((rho, unit) => form.firstActivations[unit]! * (1 + rho)),
        facts['v'],
        `v after ${step}`,
      );
      close(reference.hiddenWeights, facts['W1'], `W1 of back-propagation after ${step}`);
    }
    // The specification measures y by max(1, |y|).
    for (const [label, values] of Object.entries({ compensation: outputs, 'back-propagation': ordinary }))
      values.forEach((y, t) => {
        const allowed = number(vector, 'tolerance') * Math.max(1, Math.abs(wanted[t]!));
        expect(Math.abs(y - wanted[t]!), `y[${t}] of ${label}`).toBeLessThanOrEqual(allowed);
      });
    close(Float64Array.from(outputs), entry['y'], 'y');
    expect([...form.relative].map((rho) => rho === -1)).toEqual(entry['died']);
    expect(Number.isFinite(compensatedOutput(form))).toBe(true);
  }
}

/** kind "front-xor": Gram form, basis form and back-propagation, one sample a step. */
export function checkFrontXor(vector: Vector): void {
  for (const entry of casesOf(vector)) {
    const close = closeIn(entry, number(vector, 'tolerance'));
    const network = networkOf(entry);
    const [X, T, rate] = [flat(entry['X']), flat(entry['T']), number(entry, 'eta')];
    const order = entry['order'] as UpdateOrder;
    expect(entry['index_order']).toBe('t mod 4');
    const learning: Partial<FrontLearning> = { order, loss: 'squared-error' };
    const gram = startGram(network, X, learning);
    let basis = startBasisForm(network, learning);
    let reference = startBackPropagation(network, learning);
    const y: Record<string, number[]> = { gram: [], basis: [], 'back-propagation': [] };
    for (let t = 0; t < flat(entry['y']).length; t++) {
      const [x, target] = [X.subarray(2 * (t % 4), 2 * (t % 4) + 2), T.subarray(t % 4, (t % 4) + 1)];
      y['gram']!.push(stepGram(gram, [t % 4], target, rate).outputs[0]!);
      const [rotated, trained] = [
        stepBasisForm(basis, x, target, rate),
        stepBackPropagation(reference, x, target, rate),
      ];
      y['basis']!.push(rotated.report.outputs[0]!);
      y['back-propagation']!.push(trained.report.outputs[0]!);
      [basis, reference] = [rotated.state, trained.state];
      const [, facts] = snapshotsOf(entry).find(([at]) => at === t + 1) ?? [];
      if (!facts) continue;
      checkDual(close, gram, reference, facts, `after ${t + 1}`);
      close(basis.sum, facts['basis_s'], `s after ${t + 1}`);
      close(basis.difference, facts['basis_S'], `S after ${t + 1}`);
      close(basisSums(basis, X), facts['S'], `pre-activations of the basis form after ${t + 1}`);
    }
    for (const [label, outputs] of Object.entries(y)) close(Float64Array.from(outputs), entry['y'], `y of ${label}`);
    const unseen = flat(entry['unseen']);
    close(predictGram(gram, unseen), entry['unseen_y'], 'unseen');
    close(twoLayerOutputs(backPropagated(reference), unseen), entry['unseen_y'], 'unseen of back-propagation');
  }
}

function checkDual(
  close: ReturnType<typeof closeIn>,
  gram: GramNetwork,
  reference: BackPropagation,
  facts: Facts,
  when: string,
): void {
  close(preActivationRows(gram), facts['S'], `S ${when}`);
  close(gram.coefficients, facts['A'], `A ${when}`);
  for (const [label, dense] of Object.entries({ gram: expandGram(gram), reference: backPropagated(reference) })) {
    close(dense.hiddenWeights, facts['W1'], `W1 of ${label} ${when}`);
    close(dense.outputWeights, facts['W2'], `W2 of ${label} ${when}`);
    if (facts['b1']) close(dense.hiddenBias!, facts['b1'], `b1 of ${label} ${when}`);
    if (facts['b2']) close(dense.outputBias!, facts['b2'], `b2 of ${label} ${when}`);
  }
}

const LOSSES: Readonly<Record<string, FrontLearning['loss']>> = {
  mse: 'squared-error',
  ce: 'cross-entropy',
};

/** kind "front-gram": batches, both losses and orders, with and without biases. */
export function checkFrontGram(vector: Vector): void {
  for (const entry of casesOf(vector)) {
    const close = closeIn(entry, number(vector, 'tolerance'));
    const loss = LOSSES[entry['loss'] as string] ?? expect.fail(`unknown loss ${String(entry['loss'])}`);
    expect(entry['reduction']).toBe('mean over batch');
    const network = networkOf(entry);
    const [X, T, rate] = [flat(entry['X']), flat(entry['T']), number(entry, 'eta')];
    const learning: Partial<FrontLearning> = { order: entry['order'] as UpdateOrder, loss };
    const gram = startGram(network, X, learning);
    const recomputing = startGram(network, X, { ...learning, kernel: 'recomputed' });
    const first = preActivationRows(gram);
    let reference = startBackPropagation(network, learning);
    list(entry, 'batches').forEach((batch, k) => {
      const indices = batch as readonly number[];
      const targets = rowsAt(T, indices, network.outputs);
      const wanted = list(entry, 'Y')[k];
      close(gramOutputs(gram, indices), wanted, `Y[${k}] before the step`);
      close(stepGram(gram, indices, targets, rate).outputs, wanted, `Y[${k}]`);
      close(stepGram(recomputing, indices, targets, rate).outputs, wanted, `Y[${k}] without K`);
      const trained = stepBackPropagation(reference, rowsAt(X, indices, network.inputs), targets, rate);
      close(trained.report.outputs, wanted, `Y[${k}] of back-propagation`);
      reference = trained.state;
      const [, facts] = snapshotsOf(entry).find(([at]) => at === k + 1) ?? [];
      if (facts) checkDual(close, gram, reference, facts, `after ${k + 1}`);
      close(firstLessKernel(gram, first), [...preActivationRows(gram)], `S = S(0) - K A after ${k + 1}`);
    });
    close(predictGram(gram, flat(entry['unseen'])), entry['unseen_Y'], 'unseen');
  }
}

/** S(0) − K A, `[samples × hidden]`. */
function firstLessKernel({ kernel, coefficients, samples, hidden }: GramNetwork, first: Float64Array): Float64Array {
  return first.map((s, k) => {
    const [i, j] = [Math.floor(k / hidden), k % hidden];
    let sum = s;
    for (let b = 0; b < samples; b++) sum -= kernel!.values[i * samples + b]! * coefficients[b * hidden + j]!;
    return sum;
  });
}

function rowsAt(rows: Float64Array, indices: readonly number[], width: number): Float64Array {
  return Float64Array.from(indices.flatMap((i) => [...rows.subarray(i * width, (i + 1) * width)]));
}
