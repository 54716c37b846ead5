import { divergedUpdate, rateRemedy } from '../../backends/divergence.js';
import { allFinite } from '../../core/check-numbers.js';
import type { ProductsMaker } from '../../core/layers/dense-products.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { largest } from '../../core/losses/softmax.js';
import { drawNoise } from '../../core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../core/mean-field/ensemble-step.js';
import { createEnsembleWorkspace, type EnsembleWorkspace } from '../../core/mean-field/ensemble-workspace.js';
import { layerSizes, type SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import { type StepEnsembleLayer, spikeSlabOf, stepUnits } from '../../core/mean-field/step-ensemble.js';
import { stepEnsembleForward } from '../../core/mean-field/step-ensemble-forward.js';
import { type StepEnsembleState, stepEnsembleStep } from '../../core/mean-field/step-ensemble-step.js';
import { rectified } from '../../core/mean-field/weight-network.js';
import { firstNonFinite } from '../../core/network/first-non-finite.js';
import type { OptimizerDescription } from '../../core/optimizers/optimizer.js';
import { freshOptimizer } from '../../core/optimizers/optimizer-step.js';
import type { EnsembleModel } from './ensemble-model.js';

/** Scratch for batches of one size after another. */
function workspaces(sizes: readonly number[], products: ProductsMaker): (batch: number) => EnsembleWorkspace {
  const made = new Map<number, EnsembleWorkspace>();
  return (batch) => {
    const known = made.get(batch) ?? createEnsembleWorkspace(sizes, batch, products);
    made.set(batch, known);
    return known;
  };
}

function byName(layers: readonly object[], names: readonly string[]): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    layers.flatMap((layer, l) =>
      names.map((name) => [`${l}.${name}`, (layer as Readonly<Record<string, Float64Array>>)[name]!]),
    ),
  );
}

/** @throws HeavisideError HV_NON_FINITE for what must not take the place of the state before. */
function requireFinite(tensors: Tensors, names: readonly string[], step: number, learningRate: number): void {
  if (Object.values(tensors).every(allFinite)) return;
  const broken = firstNonFinite(tensors)!;
  const tensor = `${names[Number.parseInt(broken.tensor, 10)]}${broken.tensor.slice(broken.tensor.indexOf('.'))}`;
  throw divergedUpdate({ ...broken, tensor }, step, learningRate, rateRemedy());
}

/** Variances of the layers that have one that no number can hold: their logarithms are finite for long. */
function overflownVariances(layers: readonly StepEnsembleLayer[]): Tensors {
  return Object.fromEntries(
    layers.flatMap(({ logVariance }, l) =>
      Number.isFinite(Math.exp(largest(logVariance))) ? [] : [[`${l}.slabVariance`, logVariance.map(Math.exp)]],
    ),
  );
}

/** ReLU units, generalised back-propagation. @param decay Decoupled decay of slab means and variances. @param names Of the layers. */
export function rectifiedEnsemble(
  network: readonly SpikeSlabLayer[],
  optimizer: OptimizerDescription,
  decay: number,
  products: ProductsMaker,
  names: readonly string[],
): EnsembleModel {
  let state: EnsembleState = { network, optimizer: freshOptimizer, step: 0 };
  // Nobody needs the state before the last: its arrays are used again.
  let spent: EnsembleState | undefined;
  const lent = workspaces(layerSizes(network), products);
  const coordinates = (of: EnsembleState) => byName(of.network, ['spikeMass', 'slabMean', 'slabVariance']);
  return {
    step({ inputs, targets, learningRate, random }, restart) {
      const batch = inputs.length / network[0]!.fanIn;
      const noise = drawNoise(state.network, batch, random);
      const from = restart ? { ...state, optimizer: freshOptimizer } : state;
      const options = { optimizer, lr: learningRate, decay };
      const moved = ensembleStep(from, { inputs, targets, noise }, options, lent(batch), spent);
      const learned = { ...coordinates(moved.state), ...moved.state.optimizer.moments };
      requireFinite(learned, names, moved.state.step, learningRate);
      [spent, state] = [state, moved.state];
    },
    layers: () => state.network,
    hidden: rectified,
    spiking: false,
    coordinates: () => coordinates(state),
    optimizer: () => state.optimizer,
    steps: () => state.step,
  };
}

/** Step units in closed form: no noise anywhere, so that the variances of the last layer do not learn. */
export function steppingEnsemble(
  network: readonly StepEnsembleLayer[],
  optimizer: OptimizerDescription,
  products: ProductsMaker,
  names: readonly string[],
): EnsembleModel {
  let state: StepEnsembleState = { network, optimizer: freshOptimizer, step: 0 };
  const lent = workspaces(layerSizes(network), products);
  const coordinates = (of: StepEnsembleState) => byName(of.network, ['spikeLogit', 'slabMean', 'logVariance']);
  return {
    step({ inputs, targets, learningRate }, restart) {
      const batch = inputs.length / network[0]!.fanIn;
      const from = restart ? { ...state, optimizer: freshOptimizer } : state;
      const moved = stepEnsembleStep(from, { inputs, targets }, optimizer, learningRate, lent(batch));
      const learned = { ...coordinates(moved.state), ...moved.state.optimizer.moments };
      requireFinite({ ...learned, ...overflownVariances(moved.state.network) }, names, moved.state.step, learningRate);
      state = moved.state;
    },
    layers: () => state.network.map(spikeSlabOf),
    hidden: stepUnits(network),
    closedForm: (inputs) => stepEnsembleForward(state.network, inputs).logits,
    spiking: true,
    coordinates: () => coordinates(state),
    optimizer: () => state.optimizer,
    steps: () => state.step,
  };
}
