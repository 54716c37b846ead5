import { expect } from 'vitest';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { OPTIMIZER_DEFAULTS, type OptimizerDescription } from '../../../src/core/optimizers/optimizer.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import { gradientStep, type ResponsibilityState } from '../../../src/core/responsibility/gradient-step.js';
import { responsibilitiesOf, responsibilitySums } from '../../../src/core/responsibility/layer-batch.js';
import { type LabelledBatch, networkGradients } from '../../../src/core/responsibility/network-gradients.js';
import type { ResponsibilityMode } from '../../../src/core/responsibility/pass-backward.js';
import { layersOf, type ResponsibilityNetwork } from '../../../src/core/responsibility/responsibility-network.js';
import { expectClose } from '../expect-close.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';

type Parameters = Readonly<Record<'w' | 'b' | 'c' | 'lns', unknown>>;

interface AfterSteps {
  readonly params: readonly Parameters[];
  readonly loss: number;
}

interface TrainedCase {
  readonly hidden: 'relu' | 'tanh';
  readonly mode: ResponsibilityMode;
  readonly multiplier: readonly number[];
  readonly params: readonly Parameters[];
  readonly X: readonly (readonly number[])[];
  readonly T: readonly (readonly number[])[];
  readonly Y0: unknown;
  readonly loss0: number;
  readonly rho0_first_sample: readonly unknown[];
  readonly grads0: readonly Parameters[];
  readonly grad_input0: unknown;
  readonly sgd: { readonly lr: number; readonly after: Readonly<Record<string, AfterSteps>> };
  readonly adam: { readonly lr: number; readonly after: Readonly<Record<string, AfterSteps>> };
}

interface EdgeCase extends Omit<Parameters, 'b'> {
  readonly name: string;
  readonly x: readonly (readonly number[])[];
  readonly z: unknown;
  readonly rho: readonly unknown[];
}

const layerName = (l: number): string => `l${l}`;

function networkOf({ hidden, multiplier, params }: TrainedCase): ResponsibilityNetwork {
  const layers = params.map(({ w }, l) => {
    const [units, fanIn] = shapeOf(w);
    return { name: layerName(l), fanIn: fanIn!, units: units!, multiplier: multiplier[l]! };
  });
  return { layers, hidden };
}

function tensorsOf(params: readonly Parameters[]): Tensors {
  return Object.fromEntries(
    params.flatMap(({ w, b, c, lns }, l) => [
      [`${layerName(l)}.weight`, flat(w)],
      [`${layerName(l)}.bias`, flat(b)],
      [`${layerName(l)}.centre`, flat(c)],
      [`${layerName(l)}.logWidth`, flat(lns)],
    ]),
  );
}

const batchOf = ({ X, T }: TrainedCase): LabelledBatch => {
  return { inputs: flat(X), labels: Int32Array.from(T, (row) => row.indexOf(1)) };
};

/** Outputs, loss, shares and every gradient before the first step. */
function checkGradients(vector: Vector, told: TrainedCase, label: string): void {
  const tolerance = number(vector, 'tolerance');
  const close = (actual: Float64Array, expected: unknown, what: string) =>
    expectClose(actual, expected, `${label}: ${what}`, tolerance, vector.case);
  const network = networkOf(told);
  const tensors = tensorsOf(told.params);
  const batch = batchOf(told);
  const found = networkGradients(network, tensors, batch, { mode: told.mode });
  close(found.outputs, told.Y0, 'Y0');
  close(Float64Array.of(found.loss), told.loss0, 'loss0');
  close(found.inputs, told.grad_input0, 'grad_input0');
  const expected = tensorsOf(told.grads0);
  expect(Object.keys(found.tensors)).toEqual(Object.keys(expected));
  for (const [name, gradient] of Object.entries(expected))
    close(found.tensors[name]!, [...gradient], `gradient of ${name}`);

  let signal = flat(told.X[0]);
  layersOf(network, tensors).forEach((layer, l) => {
    close(responsibilitiesOf(layer, signal), told.rho0_first_sample[l], `rho0_first_sample[${l}]`);
    const sums = responsibilitySums(layer, signal);
    signal = sums.map((z) => (told.hidden === 'relu' ? Math.max(z, 0) : Math.tanh(z)));
  });
}

/** Parameters and loss after as many steps as the file says. */
function checkSteps(vector: Vector, told: TrainedCase, kind: 'sgd' | 'adam', label: string): void {
  const { lr, after } = told[kind];
  const optimizer: OptimizerDescription =
    kind === 'sgd' ? { ...OPTIMIZER_DEFAULTS.sgd, lr, momentum: 0 } : { ...OPTIMIZER_DEFAULTS.adam, lr };
  const network = networkOf(told);
  const batch = batchOf(told);
  const { mode } = told;
  const counts = Object.keys(after).map(Number);
  let state: ResponsibilityState = { tensors: tensorsOf(told.params), optimizer: freshOptimizer };
  for (let step = 1; step <= Math.max(...counts); step++) {
    state = gradientStep(network, state, batch, { mode, optimizer }).state;
    const snapshot = after[step];
    if (!snapshot) continue;
    const close = (actual: Float64Array, expected: unknown, what: string) =>
      expectClose(actual, expected, `${label}, ${kind} step ${step}: ${what}`, 1e-9, vector.case);
    for (const [name, values] of Object.entries(tensorsOf(snapshot.params)))
      close(state.tensors[name]!, [...values], name);
    close(Float64Array.of(networkGradients(network, state.tensors, batch, { mode }).loss), snapshot.loss, 'loss');
  }
}

/** Shares and sums of a single layer without bias, M = 1. */
function checkEdge(vector: Vector, { name, w, c, lns, x, z, rho }: EdgeCase): void {
  const [units, fanIn] = shapeOf(w);
  const layer = {
    name: 'edge',
    fanIn: fanIn!,
    units: units!,
    multiplier: 1,
    weight: flat(w),
    bias: new Float64Array(units!),
    centre: flat(c),
    logWidth: flat(lns),
  };
  expectClose(responsibilitySums(layer, flat(x)), z, `${name}: z`, 1e-12, vector.case);
  x.forEach((sample, b) => {
    expectClose(responsibilitiesOf(layer, flat(sample)), rho[b], `${name}: rho[${b}]`, 1e-12, vector.case);
  });
}

/** kind "responsibility": gradients in both modes, optimizer steps, and single layers at the edge. */
export function checkResponsibility(vector: Vector): void {
  const cases = list(vector, 'cases') as readonly TrainedCase[];
  const edges = list(vector, 'edge') as readonly EdgeCase[];
  expect(cases.length, 'number of trained cases').toBeGreaterThan(0);
  expect(edges.length, 'number of edge cases').toBeGreaterThan(0);
  for (const told of cases) {
    const label = `${told.hidden}, ${told.mode}, M ${told.multiplier.join(' and ')}`;
    checkGradients(vector, told, label);
    checkSteps(vector, told, 'sgd', label);
    checkSteps(vector, told, 'adam', label);
  }
  for (const edge of edges) checkEdge(vector, edge);
}
