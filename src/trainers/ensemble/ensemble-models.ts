import { drawNoise } from '../../core/mean-field/ensemble-forward.js';
import { type EnsembleState, ensembleStep } from '../../core/mean-field/ensemble-step.js';
import { createEnsembleWorkspace, type EnsembleWorkspace } from '../../core/mean-field/ensemble-workspace.js';
import { layerSizes, type SpikeSlabLayer } from '../../core/mean-field/spike-slab-layer.js';
import { type StepEnsembleLayer, spikeSlabOf, stepUnits } from '../../core/mean-field/step-ensemble.js';
import { stepEnsembleForward } from '../../core/mean-field/step-ensemble-forward.js';
import { type StepEnsembleState, stepEnsembleStep } from '../../core/mean-field/step-ensemble-step.js';
import { rectified } from '../../core/mean-field/weight-network.js';
import type { OptimizerDescription } from '../../core/optimizers/optimizer.js';
import { freshOptimizer } from '../../core/optimizers/optimizer-step.js';
import type { EnsembleModel } from './ensemble-model.js';

/** Scratch for batches of one size after another. */
function workspaces(sizes: readonly number[]): (batch: number) => EnsembleWorkspace {
  const made = new Map<number, EnsembleWorkspace>();
  return (batch) => {
    const known = made.get(batch) ?? createEnsembleWorkspace(sizes, batch);
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

/** ReLU units, generalised back-propagation. @param decay Decoupled decay of slab means and variances. */
export function rectifiedEnsemble(
  network: readonly SpikeSlabLayer[],
  optimizer: OptimizerDescription,
  decay: number,
): EnsembleModel {
  let state: EnsembleState = { network, optimizer: freshOptimizer, step: 0 };
  const lent = workspaces(layerSizes(network));
  return {
    step({ inputs, targets, learningRate, random }, restart) {
      const batch = inputs.length / network[0]!.fanIn;
      const noise = drawNoise(state.network, batch, random);
      const from = restart ? { ...state, optimizer: freshOptimizer } : state;
      const moved = ensembleStep(from, { inputs, targets, noise }, { optimizer, lr: learningRate, decay }, lent(batch));
      state = moved.state;
      return moved;
    },
    layers: () => state.network,
    hidden: rectified,
    spiking: false,
    coordinates: () => byName(state.network, ['spikeMass', 'slabMean', 'slabVariance']),
    optimizer: () => state.optimizer,
  };
}

/** Step units in closed form: no noise anywhere, so that the variances of the last layer do not learn. */
export function steppingEnsemble(
  network: readonly StepEnsembleLayer[],
  optimizer: OptimizerDescription,
): EnsembleModel {
  let state: StepEnsembleState = { network, optimizer: freshOptimizer, step: 0 };
  const lent = workspaces(layerSizes(network));
  return {
    step({ inputs, targets, learningRate }, restart) {
      const batch = inputs.length / network[0]!.fanIn;
      const from = restart ? { ...state, optimizer: freshOptimizer } : state;
      const moved = stepEnsembleStep(from, { inputs, targets }, optimizer, learningRate, lent(batch));
      state = moved.state;
      return moved;
    },
    layers: () => state.network.map(spikeSlabOf),
    hidden: stepUnits(network),
    closedForm: (inputs) => stepEnsembleForward(state.network, inputs).logits,
    spiking: true,
    coordinates: () => byName(state.network, ['spikeLogit', 'slabMean', 'logVariance']),
    optimizer: () => state.optimizer,
  };
}
