import type { RstdpRule } from './rstdp-rule.js';

/** What a presentation earned at its end. */
export interface RstdpReward {
  /** Of each sample, `[batch]`: for every synapse that has no reward of its own. */
  readonly everywhere: Float64Array;
  /** Of each output of each sample, `[batch · classes]`: for the last layer's synapses. */
  readonly outputs?: Float64Array;
}

/** The expected reward R̄ before anything was learned: right and wrong answers as likely. */
export const NOTHING_EXPECTED = 0;

/**
 * Reward of a batch's answers, and what to expect of the next batch.
 *
 *     R = 1 for a right answer, −1 for a wrong one
 *     everywhere   R − R̄
 *     outputs      right answer: 0;  wrong one: 1 for the label's output, −1 for the one that won in its place
 *     R̄ ← d · R̄ + (1 − d) · mean of R,  d = baselineDecay
 *
 * With R̄ the share of right minus that of wrong answers, a right one earns twice the share of wrong ones and a wrong one
 * loses twice the share of right ones: the adaptive learning rates of Mozafari et al. The reward of the outputs has an
 * expectation of its own: that the label wins. A single output, for two classes, earns 1 where it should have said 1 and
 * −1 where it should not.
 *
 * @param answers  Class that the network said, `[batch]`. @param labels Class that was right, `[batch]`.
 * @param expected R̄, dimensionless, −1..1; `NOTHING_EXPECTED` at first.
 * @returns New arrays; `outputs` only under `modulator: 'per-output'`.
 * @throws RangeError when there are not as many answers as labels.
 * @see Frémaux & Gerstner 2016 (reward minus its expectation); Legenstein, Pecevski & Maass 2008 (rewards per neuron);
 *   Mozafari et al. 2018 (reward for right and punishment for wrong winners).
 */
export function rstdpReward(
  { modulator, baselineDecay }: Pick<RstdpRule, 'modulator' | 'baselineDecay'>,
  answers: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  expected: number,
): { readonly reward: RstdpReward; readonly expected: number } {
  const batch = labels.length;
  if (answers.length !== batch || batch === 0)
    throw new RangeError(`there must be as many answers as labels, at least 1, got ${answers.length} and ${batch}`);
  const earned = Float64Array.from(labels, (label, sample) => (answers[sample] === label ? 1 : -1));
  const mean = earned.reduce((sum, r) => sum + r, 0) / batch;
  const everywhere = earned.map((r) => r - expected);
  return {
    reward: modulator === 'global' ? { everywhere } : { everywhere, outputs: ofOutputs(answers, labels, classes) },
    expected: baselineDecay * expected + (1 - baselineDecay) * mean,
  };
}

function ofOutputs(answers: ArrayLike<number>, labels: ArrayLike<number>, classes: number): Float64Array {
  const outputs = new Float64Array(labels.length * classes);
  for (let sample = 0; sample < labels.length; sample++) {
    if (answers[sample] === labels[sample]) continue;
    if (classes === 1) {
      outputs[sample] = labels[sample] === 1 ? 1 : -1;
      continue;
    }
    outputs[sample * classes + labels[sample]!] = 1;
    outputs[sample * classes + answers[sample]!] = -1;
  }
  return outputs;
}
