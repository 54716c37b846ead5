import { lossOf } from '../losses/loss.js';
import type { OptimizerDescription } from '../optimizers/optimizer.js';
import { type OptimizerState, optimizerStep } from '../optimizers/optimizer-step.js';
import { checkTargets } from './check-batch.js';
import { checkFiniteLoss } from './check-finite-loss.js';
import { ensembleBackward } from './ensemble-backward.js';
import { ensembleForward } from './ensemble-forward.js';
import type { EnsembleWorkspace } from './ensemble-workspace.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';

/** An ensemble in training. */
export interface EnsembleState {
  readonly network: readonly SpikeSlabLayer[];
  readonly optimizer: OptimizerState;
  /** Steps taken in all; the optimizer's own counter may start anew. */
  readonly step: number;
}

/** One batch to learn from. */
export interface EnsembleBatch {
  /** `[batch × fanIn]` */
  readonly inputs: Float64Array;
  /** `[batch × classes]`, each row a probability distribution. */
  readonly targets: Float64Array;
  /** ε by layer, `[batch × fanOut]`. */
  readonly noise: readonly Float64Array[];
}

/** Numbers of one step. */
export interface EnsembleStepOptions {
  readonly optimizer: OptimizerDescription;
  readonly lr: number;
  /** Decoupled decay of m and Ξ. */
  readonly decay: number;
}

/**
 * One training step: forward, cross-entropy, exact gradient, optimizer with decoupled decay, projection.
 *
 *     θ ← θ − lr · (optimizer's direction + decay · θ)     decay for m and Ξ only
 *     π ← min(max(π, 0), 1),   Ξ ← max(Ξ, 0)               after the moments have moved, never before
 *
 * @param lent  Scratch; see `createEnsembleWorkspace`.
 * @param spent An earlier state that nobody needs any more, not `state` itself: **its arrays become those of the new
 *   state**, which saves making new ones. A trainer gives the state before the last.
 * @returns A new state and the loss of the batch before the step. The other arguments are untouched.
 * @throws RangeError when shapes or targets do not fit. NonFiniteLoss when the loss is not finite (training has diverged):
 *   it names the step and the first layer whose sums are not finite.
 */
export function ensembleStep(
  state: EnsembleState,
  { inputs, targets, noise }: EnsembleBatch,
  options: EnsembleStepOptions,
  lent?: EnsembleWorkspace,
  spent?: EnsembleState,
): { readonly state: EnsembleState; readonly loss: number } {
  const { network } = state;
  const pass = ensembleForward(network, inputs, noise, lent);
  const { batch, layers } = pass.workspace;
  const classes = network.at(-1)!.fanOut;
  checkTargets(targets, batch, classes);
  const { loss, gradient } = lossOf('cross-entropy', pass.logits, targets, classes);
  checkFiniteLoss(
    loss,
    state.step + 1,
    layers.map(({ preactivations }) => preactivations),
  );
  // The optimizer moves along a direction of increase, so it is given that of the negated loss.
  const directions = ensembleBackward(
    network,
    pass,
    gradient.map((g) => -g),
    layers.map((own) => own.gradient),
  );
  const moved = optimizerStep(
    options.optimizer,
    named(network),
    named(directions),
    state.optimizer,
    options.lr,
    spent && { tensors: named(spent.network), state: spent.optimizer },
  );
  const next = network.map((layer, l) => settled(layer, moved.tensors, l, options.lr * options.decay));
  return { state: { network: next, optimizer: moved.state, step: state.step + 1 }, loss };
}

const nameOf = (layer: number, parameter: string) => `${layer}.${parameter}`;

/** Tensors by name, for the optimizer. */
function named(
  layers: readonly Pick<SpikeSlabLayer, 'spikeMass' | 'slabMean' | 'slabVariance'>[],
): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    layers.flatMap(({ spikeMass, slabMean, slabVariance }, l) => [
      [nameOf(l, 'spikeMass'), spikeMass],
      [nameOf(l, 'slabMean'), slabMean],
      [nameOf(l, 'slabVariance'), slabVariance],
    ]),
  );
}

/**
 * Decay and projection, in the arrays that the optimizer has just made. Bounds by products with 0 and 1, for a processor
 * cannot guess a branch here; a 0 is added at the end because a negative number times 0 is −0.
 */
function settled(
  before: SpikeSlabLayer,
  moved: Readonly<Record<string, Float64Array>>,
  layer: number,
  shrinkage: number,
): SpikeSlabLayer {
  const spikeMass = moved[nameOf(layer, 'spikeMass')]!;
  const slabMean = moved[nameOf(layer, 'slabMean')]!;
  const slabVariance = moved[nameOf(layer, 'slabVariance')]!;
  const { slabMean: meanBefore, slabVariance: varianceBefore } = before;
  for (let k = 0; k < spikeMass.length; k++) {
    const pi = spikeMass[k]! * Number(spikeMass[k]! > 0);
    const above = Number(pi > 1);
    spikeMass[k] = pi * (1 - above) + above;
    slabMean[k]! -= shrinkage * meanBefore[k]!;
    const xi = slabVariance[k]! - shrinkage * varianceBefore[k]!;
    slabVariance[k] = xi * Number(xi > 0) + 0;
  }
  return { ...before, spikeMass, slabMean, slabVariance };
}
