import { binaryInputGradient } from './binary-input-moments.js';
import { realInputGradient } from './real-input-moments.js';
import type { StepEnsembleTensors } from './step-ensemble.js';
import type { StepEnsemblePass } from './step-ensemble-forward.js';
import { gradientOfMoments } from './weight-moments.js';

/**
 * Exact derivative of a number by all parameters of a step-unit ensemble: chain rule through the slopes of the pass,
 * the moments of the sums and of the weights, and
 *
 *     ∂/∂spikeLogit = π (1 − π) ∂/∂π          ∂/∂logVariance = Ξ ∂/∂Ξ
 *
 * Linear in `byLogits`.
 *
 * @param pass     Of `stepEnsembleForward`, not overwritten since; parts of its workspace are.
 * @param byLogits Derivative by the logits, `[batch × classes]`.
 * @returns New arrays, one record per layer.
 * @throws RangeError when `byLogits` has another length than the logits.
 */
export function stepEnsembleBackward(
  { spikeSlab, workspace, logits }: StepEnsemblePass,
  byLogits: Float64Array,
): StepEnsembleTensors[] {
  if (byLogits.length !== logits.length)
    throw new RangeError(`the derivative by the logits must hold ${logits.length} values, got ${byLogits.length}`);
  const gradients: StepEnsembleTensors[] = [];
  let byOutputs = byLogits;
  for (let l = spikeSlab.length - 1; l >= 0; l--) {
    const layer = spikeSlab[l]!;
    const own = workspace.layers[l]!;
    for (let k = 0; k < own.bySums.length; k++) {
      const bySum = byOutputs[k]! * own.slopeByMean[k]!;
      own.bySums[k] = bySum;
      // Where the one derivative has left float64, the other must not go on as 0 · ∞.
      own.bySumVariance[k] = bySum === 0 ? 0 : byOutputs[k]! * own.slopeByVariance[k]!;
    }
    if (l > 0) binaryInputGradient(layer, workspace.batch, own);
    else realInputGradient(layer, workspace.batch, own, false);
    const { spikeMass, slabMean, slabVariance } = gradientOfMoments(layer, own.byMoments);
    gradients.unshift({
      spikeLogit: spikeMass.map((g, k) => g * layer.spikeMass[k]! * (1 - layer.spikeMass[k]!)),
      slabMean,
      logVariance: slabVariance.map((g, k) => g * layer.slabVariance[k]!),
    });
    byOutputs = own.byInputs;
  }
  return gradients;
}
