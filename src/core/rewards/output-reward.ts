import { stabilised } from '../feedback/stabilised.js';
import type { Readout } from '../layers/layer.js';
import { sigmoid } from '../neurons/static-units.js';
import type { Signal, Span } from '../signal.js';
import { denseReward } from './dense-rewards.js';
import type { RewardDescription } from './reward.js';

/**
 * Reward of the outputs at every step, in a form that is independent of the number of steps, so that little has to
 * travel to a device: `R_t = always + perOutput ⊙ output_t + (t = T − 1 ? last : 0)`, each `[batch × classes]`.
 */
export interface OutputReward {
  readonly always: Float64Array;
  readonly perOutput: Float64Array;
  readonly last: Float64Array;
}

/**
 * Reward for a read-out value of each class.
 *
 * Rate-coded (`rate`; N spikes in T steps, h = ⌊T/2⌋):
 *
 *     r_t = 1 − σ(N − h)                        the label, at every step, also silent ones
 *     r_t = −S_t · (1 − σ((T − N) − h))         every other class, where it spiked
 *
 * divided by T if `scale` is `per-step`. Any other reward r of the read-out value o is split over the steps by
 * contribution (epsilon rule): all to the last step for `last`; `R_t = S_t · r / s(N)` for `rate`;
 * `R_t = o_t · r / (T · s(o))` for `mean`.
 *
 * @param values Read-out `[batch × classes]`: spike counts, means or last outputs.
 * @see Weber et al. 2025, the authors' `SnnCorrectClassRewardSpikesRateCoded`.
 */
export function outputReward(
  description: RewardDescription,
  readout: Readout,
  values: Float64Array,
  labels: Int32Array,
  steps: number,
  epsilon: number,
): OutputReward {
  const nothing = new Float64Array(values.length);
  const classes = values.length / labels.length;
  if (description.kind === 'rate') {
    const half = Math.floor(steps / 2);
    const scale = description.scale === 'per-step' ? 1 / steps : 1;
    const isLabel = (k: number): boolean => labels[Math.floor(k / classes)] === k % classes;
    return {
      always: values.map((count, k) => (isLabel(k) ? scale * (1 - sigmoid(count - half)) : 0)),
      perOutput: values.map((count, k) => (isLabel(k) ? 0 : -scale * (1 - sigmoid(steps - count - half)))),
      last: nothing,
    };
  }
  const reward = denseReward(description, values, labels, classes);
  if (readout === 'last') return { always: nothing, perOutput: nothing, last: reward };
  const share = readout === 'mean' ? 1 / steps : 1;
  return {
    always: nothing,
    perOutput: reward.map((r, k) => (share * r) / stabilised(values[k]!, epsilon)),
    last: nothing,
  };
}

/**
 * Writes an output reward out over a chunk.
 *
 * @param output The last layer's output in the chunk. For a constant one the reward is summed over the chunk's steps.
 * @param isLastChunk Whether the chunk ends the presentation.
 * @returns `[steps × batch · classes]`, or `[batch · classes]` for a constant output.
 */
export function rewardOverSteps(reward: OutputReward, output: Signal, span: Span, isLastChunk: boolean): Float64Array {
  const units = reward.always.length;
  if (output.constant)
    return output.values.map(
      (o, k) => span.steps * (reward.always[k]! + reward.perOutput[k]! * o) + (isLastChunk ? reward.last[k]! : 0),
    );
  return output.values.map((o, k) => {
    const unit = k % units;
    const end = isLastChunk && k >= (span.steps - 1) * units;
    return reward.always[unit]! + reward.perOutput[unit]! * o + (end ? reward.last[unit]! : 0);
  });
}
