import type { Signal } from '../signal.js';
import type { RstdpRule } from './rstdp-rule.js';

/** Share of a trace with time constant τ (steps) that survives a step, `exp(−1 / τ)`. */
function decayPerStep(tau: number): number {
  return Math.exp(-1 / tau);
}

/**
 * What one presynaptic spike at each step earns at each unit: the STDP window over the unit's spikes, weighted by how
 * much of the eligibility is left at the end of the presentation, times the reward.
 *
 * With c(t) = reward · λₑ^(T − 1 − t), λ = exp(−1 / τ) and spikes s of the unit:
 *
 *     w(t) = A₊ Σ_{u ≥ t} λ₊^(u − t) c(u) s(u)  −  A₋ c(t) Σ_{u < t} λ₋^(t − u) s(u)
 *
 * The sum of w(t) over the presynaptic spikes is `reward · e(T)`: the eligibility's double sum over pairs is taken over the
 * postsynaptic spikes first, so that nothing is kept per synapse. A presynaptic spike acts in its own step, so a
 * postsynaptic one of the same step counts as its consequence.
 *
 * @param outputs The unit's spikes in each chunk, in their order. @param steps Steps of each chunk.
 * @param reward  Of each unit at the end, `[batch · size]`.
 * @returns For each chunk `[steps × batch · size]`; new arrays.
 */
export function pairWindows(
  outputs: readonly Signal[],
  steps: readonly number[],
  reward: Float64Array,
  {
    tauPlus,
    tauMinus,
    tauEligibility,
    aPlus,
    aMinus,
  }: Pick<RstdpRule, 'tauPlus' | 'tauMinus' | 'tauEligibility' | 'aPlus' | 'aMinus'>,
): readonly Float64Array[] {
  const units = reward.length;
  const [plus, minus, kept] = [decayPerStep(tauPlus), decayPerStep(tauMinus), decayPerStep(tauEligibility)];
  const windows = steps.map((count) => new Float64Array(count * units));

  // Forwards: what the spikes before a step take away.
  const past = new Float64Array(units);
  windows.forEach((window, chunk) => {
    const { values, constant } = outputs[chunk]!;
    for (let at = 0; at < window.length; at += units)
      for (let k = 0; k < units; k++) {
        past[k]! *= minus;
        window[at + k] = -aMinus * past[k]!;
        past[k]! += values[constant ? k : at + k]!;
      }
  });
  // Backwards: what the spikes from a step on add, and the fading of the eligibility.
  const coming = new Float64Array(units);
  const left = reward.slice();
  for (let chunk = windows.length - 1; chunk >= 0; chunk--) {
    const { values, constant } = outputs[chunk]!;
    const window = windows[chunk]!;
    for (let at = window.length - units; at >= 0; at -= units)
      for (let k = 0; k < units; k++) {
        coming[k] = plus * coming[k]! + left[k]! * values[constant ? k : at + k]!;
        window[at + k] = aPlus * coming[k]! + left[k]! * window[at + k]!;
        left[k]! *= kept;
      }
  }
  return windows;
}
