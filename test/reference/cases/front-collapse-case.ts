import { expect } from 'vitest';
import { collapseAt, openGates } from '../../../src/core/collapse/collapse-at.js';
import { collapseLinear } from '../../../src/core/collapse/collapse-linear.js';
import { collapseRidge } from '../../../src/core/collapse/collapse-ridge.js';
import {
  type AffineMap,
  affineOutputs,
  type DenseStack,
  stackOutputs,
} from '../../../src/core/collapse/dense-stack.js';
import type { UpdateOrder } from '../../../src/core/front-contribution/front-learning.js';
import { expandGram, predictGram } from '../../../src/core/front-contribution/gram-expand.js';
import { startGram } from '../../../src/core/front-contribution/gram-network.js';
import { stepGram } from '../../../src/core/front-contribution/gram-step.js';
import {
  historyMemory,
  historyOutputs,
  startHistoryForm,
  stepHistoryForm,
} from '../../../src/core/front-contribution/history-form.js';
import type { TwoLayerNetwork } from '../../../src/core/front-contribution/two-layer-network.js';
import { expectClose } from '../expect-close.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';
import { closeIn, type Facts, maybe } from './front-case.js';

function stackOf(weights: readonly unknown[], biases?: readonly unknown[]): DenseStack {
  return weights.map((w, l) => {
    const [fanOut, fanIn] = shapeOf(w);
    return { fanIn: fanIn!, fanOut: fanOut!, weights: flat(w), bias: maybe(biases?.[l]) };
  });
}

/** kind "front-collapse": single layers that a stack collapses to, the history form, and what does not collapse. */
export function checkFrontCollapse(vector: Vector): void {
  const close = closeIn(vector, number(vector, 'tolerance'));
  const stack = stackOf(list(vector, 'Ws'), list(vector, 'bs'));
  const linear = collapseLinear(stack);
  const wantedLinear = vector['linear'] as Facts;
  close(linear.weights, wantedLinear['W'], 'W of the linear stack');
  close(linear.bias, wantedLinear['b'], 'b of the linear stack');
  for (const facts of list(vector, 'relu_local') as readonly Facts[]) {
    const x = flat(facts['x']);
    const local = collapseAt(stack, x, 'relu');
    close(local.weights, facts['W'], 'W(x), ReLU');
    close(local.bias, facts['b'], 'b(x), ReLU');
    close(affineOutputs(local, x), facts['y'], 'W(x) x + b(x)');
    close(stackOutputs(stack, x, { kind: 'relu' }), facts['y'], 'outputs of the stack');
    expect(openGates(stack, x, 'relu').map((gates) => [...gates])).toEqual(facts['patterns']);
  }
  for (const facts of list(vector, 'step_local') as readonly Facts[]) {
    const x = flat(facts['x']);
    const local = collapseAt(stack, x, 'step');
    close(local.bias, facts['b'], 'b(x), step');
    expect(local.weights.every((w) => w === 0)).toBe(true);
    expect(openGates(stack, x, 'step').map((gates) => [...gates])).toEqual(facts['patterns']);
  }
  checkRidge(close, vector, linear);
  for (const facts of list(vector, 'deep') as readonly Facts[]) checkHistory(close, vector, facts);
  checkCounterexample(vector['counterexample'] as Facts, vector.case);
}

/** The file's teacher is the stack without units. */
function checkRidge(close: ReturnType<typeof closeIn>, vector: Vector, teacher: AffineMap): void {
  const facts = vector['ridge'] as Facts;
  const { inputs: width, outputs } = teacher;
  const X = flat(facts['X']);
  const ridge = collapseRidge(X, affineOutputs(teacher, X), { width, outputs }, facts['lambda_'] as number);
  close(ridge.weights, facts['W'], 'W of the ridge collapse');
  close(ridge.bias, facts['b'], 'b of the ridge collapse');
}

/** Deep nets without biases, one sample a step, sample t mod their number. */
function checkHistory(close: ReturnType<typeof closeIn>, vector: Vector, facts: Facts): void {
  const [X, T] = [list(vector, 'X'), list(vector, 'T')];
  const order = facts['order'] as UpdateOrder;
  const rate = facts['eta'] as number;
  let form = startHistoryForm(stackOf(list(vector, 'Ws')), { order, loss: 'squared-error' });
  const outputs = (facts['Y'] as readonly unknown[]).flatMap((_, t) => {
    const { report, state } = stepHistoryForm(form, flat(X[t % X.length]), flat(T[t % T.length]), rate);
    form = state;
    return [...report.outputs];
  });
  close(Float64Array.from(outputs), facts['Y'], `Y of the history form, ${order}`);
  const unseen = flat(X).map((value, k) => (k % 2 === 0 ? value / 2 : -value));
  const trained = stackOutputs(stackOf(facts['final_W'] as readonly unknown[]), unseen, { kind: 'relu' });
  close(historyOutputs(form, unseen), [...trained], `unseen inputs of the history form, ${order}`);
  const kept = form.records.flat().reduce((sum, { inputs, error }) => sum + inputs.length + error.length, 0);
  expect(kept).toBe(historyMemory(form.stack, (facts['Y'] as readonly unknown[]).length).floats);
}

/** Two histories with the same final layer and another first one: section 6 of the specification, to 1e-15. */
function checkCounterexample(facts: Facts, caseName: string): void {
  const network: TwoLayerNetwork = {
    inputs: 2,
    hidden: 1,
    outputs: 1,
    hiddenWeights: flat(facts['W1']),
    outputWeights: flat(facts['W2']),
  };
  for (const [input, first, y] of [
    ['input_a', 'W1_after_a', 'y_a'],
    ['input_b', 'W1_after_b', 'y_b'],
  ] as const) {
    const learning = { order: 'sequential', loss: 'squared-error' } as const;
    const x = flat(facts[input]);
    const gram = startGram(network, x, learning);
    stepGram(gram, [0], flat(facts['target']), facts['eta'] as number);
    const trained = expandGram(gram);
    expectClose(trained.outputWeights, facts['W2_after'], 'W2', 1e-15, caseName);
    expectClose(trained.hiddenWeights, facts[first], first, 1e-15, caseName);
    expectClose(predictGram(gram, flat(facts['probe'])), facts[y], y, 1e-15, caseName);
  }
}
