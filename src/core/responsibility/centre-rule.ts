import type { Tensors } from '../layers/tensors.js';
import type { LayerPass } from './layer-pass.js';
import type { ResponsibilityNetwork } from './responsibility-network.js';

/** Adds `ρⱼᵢ (xᵢ − cⱼᵢ)` of the sample that the pass holds to `drift`, `[units × fanIn]`. */
export function addCentreDrift({ layer, shares }: LayerPass, inputs: Float64Array, drift: Float64Array): void {
  const { fanIn, units, centre } = layer;
  for (let j = 0, k = 0; j < units; j++)
    for (let i = 0; i < fanIn; i++, k++) drift[k]! += shares[k]! * (inputs[i]! - centre[k]!);
}

/** @throws RangeError for a rate that is not finite or below 0, and for one above 0 where the rule has no place. */
export function checkCentreRate(rate: number, learner: string, hasRule: boolean): void {
  if (!(Number.isFinite(rate) && rate >= 0)) throw new RangeError(`centreRate must be finite and >= 0, got ${rate}`);
  if (rate > 0 && !hasRule) throw new RangeError(`centreRate must be 0 for ${learner}, got ${rate}`);
}

/**
 * Local centre rule: a centre moves towards the inputs that it is responsible for, without any gradient.
 *
 *     c ← c + η n · mean over the batch of ρ (x − c)
 *
 * @param drifts Per layer the sum over the batch of ρ (x − c), `[units × fanIn]`, (out, in).
 * @param rate   η, dimensionless; 0 leaves every centre where it is.
 * @returns The tensors with new centres. The arguments are untouched.
 */
export function withMovedCentres(
  { layers }: ResponsibilityNetwork,
  tensors: Tensors,
  drifts: readonly Float64Array[],
  batch: number,
  rate: number,
): Tensors {
  if (rate === 0) return tensors;
  const moved = layers.map(({ name, fanIn }, l) => {
    const scale = (rate * fanIn) / batch;
    return [`${name}.centre`, tensors[`${name}.centre`]!.map((c, k) => c + scale * drifts[l]![k]!)] as const;
  });
  return { ...tensors, ...Object.fromEntries(moved) };
}
