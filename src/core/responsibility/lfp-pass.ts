import type { LayerPass } from './layer-pass.js';
import type { ConnectionFactor, LfpFactors } from './lfp-variant.js';

/** Writes the sums of one sample: `zⱼ = Σᵢ kⱼᵢ wⱼᵢ aᵢ + bⱼ`, k the factor that carries. */
export function lfpForward(
  { layer, shares, sums }: LayerPass,
  { constant, perShare }: ConnectionFactor,
  inputs: Float64Array,
): void {
  const { fanIn, units, weight, bias } = layer;
  for (let j = 0; j < units; j++) {
    const start = j * fanIn;
    let sum = 0;
    for (let i = 0; i < fanIn; i++) {
      const k = start + i;
      sum += (constant + perShare * shares[k]!) * weight[k]! * inputs[i]!;
    }
    sums[j] = sum + bias[j]!;
  }
}

/** What the weights and biases of a layer would gain before their own magnitude scales it, summed over samples. */
export interface LfpGrowth {
  /** `Σ q s a`, `[units × fanIn]`, (out, in). */
  readonly weight: Float64Array;
  /** `Σ q`, `[units]`. */
  readonly bias: Float64Array;
}

/**
 * Sends the reward of one sample back: `Rᵢ = aᵢ Σⱼ kⱼᵢ wⱼᵢ qⱼ`, and adds `qⱼ sⱼᵢ aᵢ` and `qⱼ` to `growth`.
 *
 * @param normed q, reward by stabilised sum, `[units]`.
 * @returns R of the inputs, `[fanIn]`. A new array.
 */
export function lfpBackward(
  { layer, shares }: LayerPass,
  { carry, change }: LfpFactors,
  inputs: Float64Array,
  normed: Float64Array,
  growth: LfpGrowth,
): Float64Array {
  const { fanIn, units, weight } = layer;
  const reward = new Float64Array(fanIn);
  for (let j = 0; j < units; j++) {
    const q = normed[j]!;
    if (q === 0) continue;
    growth.bias[j]! += q;
    const start = j * fanIn;
    for (let i = 0; i < fanIn; i++) {
      const a = inputs[i]!;
      if (a === 0) continue;
      const k = start + i;
      const earned = q * a;
      reward[i]! += (carry.constant + carry.perShare * shares[k]!) * weight[k]! * earned;
      growth.weight[k]! += (change.constant + change.perShare * shares[k]!) * earned;
    }
  }
  return reward;
}
