import { largest, softmax } from '../losses/softmax.js';
import { sigmoid } from '../neurons/static-units.js';
import type { RewardDescription } from './reward.js';

/** Rewards that look at one output value a class; `rate` looks at spike counts and stands in `output-reward.ts`. */
export type DenseReward = Exclude<RewardDescription, { kind: 'rate' }>;

/**
 * Reward of each output of each sample.
 *
 * With o the outputs of a sample, p = softmax(o), σ the logistic function, e the one-hot label, sign(0) = 0:
 *
 *     softmax            o ⊙ (e − p)
 *     sigmoid            o ⊙ (e − σ(o))
 *     binary-sigmoid     o · (label − σ(o)), one output
 *     bounded-softmax    o ⊙ (e − p'), p' = 1 where p > high, 0 where p < low; sign(o) for o if signOnly
 *     correct-class      sign(o_label) at the label where it is the largest output, else 0
 *     misclassification  −sign(o_c) at every c with o_c > o_label
 *     maximize           sign(o) · (1 − σ(o));  minimize: minus that; labels are not read
 *
 * The output (or its sign) is a factor because the layer below divides by it: reward / output says how much this output
 * should go up.
 *
 * @param outputs `[batch × classes]`. @param labels `[batch]`, 0..classes−1. @returns `[batch × classes]`, a new array.
 * @see Weber et al. 2025 (arXiv 2308.12053).
 */
export function denseReward(
  description: DenseReward,
  outputs: Float64Array,
  labels: Int32Array,
  classes: number,
): Float64Array {
  const rewards = new Float64Array(outputs.length);
  for (let sample = 0; sample < labels.length; sample++) {
    const row = outputs.subarray(sample * classes, (sample + 1) * classes);
    rewards.set(rewardOfSample(description, row, labels[sample]!), sample * classes);
  }
  return rewards;
}

function rewardOfSample(description: DenseReward, o: Float64Array, label: number): Float64Array {
  const hit = (c: number): number => (c === label ? 1 : 0);
  switch (description.kind) {
    case 'softmax': {
      const p = softmax(o);
      return o.map((v, c) => v * (hit(c) - p[c]!));
    }
    case 'sigmoid':
      return o.map((v, c) => v * (hit(c) - sigmoid(v)));
    case 'binary-sigmoid':
      return o.map((v) => v * (label - sigmoid(v)));
    case 'bounded-softmax': {
      const { low, high, signOnly } = description;
      const p = softmax(o)
        .map((v) => (v > high ? 1 : v))
        .map((v) => (v < low ? 0 : v));
      return o.map((v, c) => (signOnly ? Math.sign(v) : v) * (hit(c) - p[c]!));
    }
    case 'correct-class': {
      const right = o[label]! >= largest(o);
      return o.map((v, c) => (right && c === label ? Math.sign(v) : 0));
    }
    case 'misclassification':
      return o.map((v) => (v > o[label]! ? -Math.sign(v) : 0));
    case 'maximize':
      return o.map((v) => Math.sign(v) * (1 - sigmoid(v)));
    case 'minimize':
      return o.map((v) => -Math.sign(v) * (1 - sigmoid(v)));
  }
}
