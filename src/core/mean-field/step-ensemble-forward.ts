import { requireRows } from '../check-numbers.js';
import { binaryInputMoments } from './binary-input-moments.js';
import { checkNoise } from './check-batch.js';
import { checkChain } from './check-layers.js';
import { type EnsembleWorkspace, type LayerWorkspace, workspaceFor } from './ensemble-workspace.js';
import { realInputMoments } from './real-input-moments.js';
import { layerSizes, type SpikeSlabLayer } from './spike-slab-layer.js';
import { type StepEnsembleLayer, spikeSlabOf } from './step-ensemble.js';
import { stepUnitMean } from './step-unit.js';

/** A batch on its way through an ensemble of step-unit networks. Its arrays belong to the workspace. */
export interface StepEnsemblePass {
  readonly inputs: Float64Array;
  /** ε of the last layer, `[batch × classes]`, or undefined for mean logits. */
  readonly outputNoise: Float64Array | undefined;
  /** The layers as probabilities, means and variances. */
  readonly spikeSlab: readonly SpikeSlabLayer[];
  readonly workspace: EnsembleWorkspace;
  /** `[batch × classes]` */
  readonly logits: Float64Array;
}

/**
 * Sends a batch through an ensemble of step-unit networks. What a hidden layer sends on is the mean over all weights
 * in closed form, so it needs neither noise nor a surrogate for the step's derivative.
 *
 *     hidden    a = Φ((c G − θ) / (c D)),  c = 1 / √fanIn         (probability that the unit fires)
 *     last      z = c G, or c (G + ε ⊙ D) where noise is given
 *
 * G and D² count the variance of the binary inputs too, except in the first layer, whose inputs are known numbers.
 *
 * @param inputs      `[batch × fanIn]`
 * @param outputNoise Standard normals, `[batch × classes]`. Without them the variances of the last layer do not learn.
 * @param lent        Scratch; if left out, new arrays are made.
 * @returns A pass whose arrays hold until the next use of its workspace. The arguments are untouched.
 * @throws RangeError when layers, inputs, noise or workspace do not fit.
 */
export function stepEnsembleForward(
  network: readonly StepEnsembleLayer[],
  inputs: Float64Array,
  outputNoise?: Float64Array,
  lent?: EnsembleWorkspace,
): StepEnsemblePass {
  checkChain(network);
  const batch = requireRows('inputs', inputs, network[0]!.fanIn);
  const lastLayer = network.length - 1;
  if (outputNoise) checkNoise(outputNoise, lastLayer, batch, network[lastLayer]!.fanOut);
  const workspace = workspaceFor(layerSizes(network), batch, lent);
  const spikeSlab = network.map(spikeSlabOf);
  workspace.layers[0]!.inputs.set(inputs);
  spikeSlab.forEach((layer, l) => {
    const own = workspace.layers[l]!;
    const moments = l === 0 ? realInputMoments : binaryInputMoments;
    moments(layer, batch, own);
    const scale = 1 / Math.sqrt(layer.fanIn);
    if (l < lastLayer) fire(own, scale, network[l]!.threshold);
    else readOut(own, scale, outputNoise);
  });
  return { inputs, outputNoise, spikeSlab, workspace, logits: workspace.layers.at(-1)!.outputs };
}

/** Mean outputs of a hidden layer and their slopes by G and D². */
function fire(own: LayerWorkspace, scale: number, threshold: number): void {
  for (let k = 0; k < own.sums.length; k++) {
    const { firing, byMean, byVariance } = stepUnitMean(
      scale * own.sums[k]!,
      scale * scale * own.sumVariance[k]!,
      threshold,
    );
    own.outputs[k] = firing;
    own.slopeByMean[k] = scale * byMean;
    own.slopeByVariance[k] = scale * scale * byVariance;
  }
}

/** Logits and their slopes by G and D². */
function readOut(own: LayerWorkspace, scale: number, noise: Float64Array | undefined): void {
  for (let k = 0; k < own.sums.length; k++) {
    const deviation = Math.sqrt(own.sumVariance[k]!);
    const drawn = noise?.[k] ?? 0;
    own.outputs[k] = scale * (own.sums[k]! + drawn * deviation);
    own.slopeByMean[k] = scale;
    own.slopeByVariance[k] = deviation > 0 ? (scale * drawn) / (2 * deviation) : 0;
  }
}
