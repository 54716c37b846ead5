import type { EnsemblePass } from './ensemble-forward.js';
import { realInputGradient } from './real-input-moments.js';
import type { SpikeSlabLayer } from './spike-slab-layer.js';
import { emptyGradient, gradientOfMoments, type SpikeSlabGradient } from './weight-moments.js';

/**
 * Exact derivative of a number by all parameters of an ensemble, for the noise of the pass (generalised
 * back-propagation). Per layer, with K the derivative by z and c = 1 / √fanIn:
 *
 *     ∂/∂G = c K          ∂/∂D² = c K ⊙ ε / (2 D), 0 where D = 0
 *     previous K = c (K μ + A ⊙ ((K ⊙ ε / D) ρ)) where the previous z > 0, else 0
 *
 * and from G and D² on to π, m and Ξ by `realInputGradient` and `gradientOfMoments`. Linear in `byLogits`: a negated
 * argument gives the direction of decrease.
 *
 * @param pass     Of `ensembleForward`, not overwritten since; parts of its workspace are.
 * @param byLogits Derivative by the logits, `[batch × classes]`.
 * @param into     Where to write, one record per layer; new arrays if left out.
 * @returns `into`.
 * @throws RangeError when `byLogits` has another length than the logits.
 * @see Li & Huang 2020, "Learning credit assignment"; the variance of the weights in the previous K is ρ itself.
 */
export function ensembleBackward(
  network: readonly SpikeSlabLayer[],
  { noise, workspace, logits }: EnsemblePass,
  byLogits: Float64Array,
  into: readonly SpikeSlabGradient[] = network.map(emptyGradient),
): readonly SpikeSlabGradient[] {
  if (byLogits.length !== logits.length)
    throw new RangeError(`the derivative by the logits must hold ${logits.length} values, got ${byLogits.length}`);
  let byOutputs = byLogits;
  for (let l = network.length - 1; l >= 0; l--) {
    const layer = network[l]!;
    const own = workspace.layers[l]!;
    const last = l === network.length - 1;
    const scale = 1 / Math.sqrt(layer.fanIn);
    const drawn = noise[l]!;
    for (let k = 0; k < drawn.length; k++) {
      const bySum = last || own.preactivations[k]! > 0 ? scale * byOutputs[k]! : 0;
      const variance = own.sumVariance[k]!;
      own.bySums[k] = bySum;
      own.bySumVariance[k] = variance > 0 ? (bySum * drawn[k]!) / (2 * Math.sqrt(variance)) : 0;
    }
    realInputGradient(layer, workspace.batch, own, l > 0);
    gradientOfMoments(layer, own.byMoments, into[l]!);
    byOutputs = own.byInputs;
  }
  return into;
}
