import { requireRows } from '../check-numbers.js';
import type { RandomSource } from '../random-source.js';
import { fillStandardNormal } from '../random-source.js';
import { checkNoise } from './check-batch.js';
import { checkChain } from './check-layers.js';
import { type EnsembleWorkspace, workspaceFor } from './ensemble-workspace.js';
import { realInputMoments } from './real-input-moments.js';
import { layerSizes, type SpikeSlabLayer } from './spike-slab-layer.js';

/** A batch on its way through an ensemble, for the way back. Its arrays belong to the workspace. */
export interface EnsemblePass {
  readonly inputs: Float64Array;
  readonly noise: readonly Float64Array[];
  /** Holds, by layer: moments of the weights, G (`sums`), D² (`sumVariance`), z (`preactivations`) and `outputs`. */
  readonly workspace: EnsembleWorkspace;
  /** z of the last layer, `[batch × classes]`; their softmax is what the network says. */
  readonly logits: Float64Array;
}

/**
 * Fresh noise for a batch: standard normals in row-major order, layer by layer; see `fillStandardNormal`.
 *
 * @returns One array per layer, `[batch × fanOut]`.
 */
export function drawNoise(network: readonly SpikeSlabLayer[], batch: number, random: RandomSource): Float64Array[] {
  return network.map(({ fanOut }) => {
    const noise = new Float64Array(batch * fanOut);
    fillStandardNormal(noise, random);
    return noise;
  });
}

/**
 * Sends a batch through an ensemble of rectified networks. By the central limit theorem the sum over random weights is
 * taken to be normal.
 *
 *     G = A μᵀ,   D = √((A ⊙ A) ρᵀ),   z = (G + ε ⊙ D) / √fanIn,   next A = max(z, 0)
 *
 * @param inputs `[batch × fanIn]` of the first layer.
 * @param noise  ε: standard normals by layer, `[batch × fanOut]`, fresh for every batch.
 * @param lent   Scratch; if left out, new arrays are made.
 * @returns A pass whose arrays hold until the next use of its workspace. The arguments are untouched.
 * @throws RangeError when layers, inputs, noise or workspace do not fit; see `checkChain`, `requireRows`, `checkNoise`.
 * @see Li & Huang 2020, "Learning credit assignment".
 */
export function ensembleForward(
  network: readonly SpikeSlabLayer[],
  inputs: Float64Array,
  noise: readonly Float64Array[],
  lent?: EnsembleWorkspace,
): EnsemblePass {
  checkChain(network);
  const batch = requireRows('inputs', inputs, network[0]!.fanIn);
  network.forEach(({ fanOut }, l) => {
    checkNoise(noise[l], l, batch, fanOut);
  });
  const workspace = workspaceFor(layerSizes(network), batch, lent);
  workspace.layers[0]!.inputs.set(inputs);
  network.forEach((layer, l) => {
    const own = workspace.layers[l]!;
    realInputMoments(layer, batch, own);
    const scale = 1 / Math.sqrt(layer.fanIn);
    const last = l === network.length - 1;
    const drawn = noise[l]!;
    for (let k = 0; k < drawn.length; k++) {
      const z = scale * (own.sums[k]! + drawn[k]! * Math.sqrt(own.sumVariance[k]!));
      own.preactivations[k] = z;
      own.outputs[k] = last || !(z <= 0) ? z : 0;
    }
  });
  return { inputs, noise, workspace, logits: workspace.layers.at(-1)!.outputs };
}
