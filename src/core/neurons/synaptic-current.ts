import type { Signal, Span } from '../signal.js';

/**
 * Filters currents through an exponential synapse: `i_t = synapseDecay · i_{t−1} + I_t`.
 *
 * @param before i before the chunk, `[units]`; untouched.
 * @returns `current`: i of every step `[steps × units]` and `after`: i of the last step.
 */
export function filterCurrent(
  currents: Signal,
  before: Float64Array,
  synapseDecay: number,
  span: Span,
): { readonly current: Float64Array; readonly after: Float64Array } {
  const units = before.length;
  const after = Float64Array.from(before);
  const current = new Float64Array(span.steps * units);
  for (let step = 0; step < span.steps; step++)
    for (let unit = 0; unit < units; unit++) {
      const k = step * units + unit;
      after[unit] = synapseDecay * after[unit]! + currents.values[currents.constant ? unit : k]!;
      current[k] = after[unit]!;
    }
  return { current, after };
}

/**
 * Sends normed reward back through an exponential synapse: `k_t = n_t + synapseDecay · k_{t+1}`.
 *
 * The synaptic current is a linear relay: all reward that reaches `i_t` is proportional to it (`n_t · i_t` from the
 * membrane, `synapseDecay · k_{t+1} · i_t` from its own future), so dividing by `i_t` cancels and no new denominator
 * appears. Conservation over a presentation: `Σ_t k_t · I_t = Σ_t n_t · i_t`.
 *
 * @param carried k of the following chunk's first step, `[units]`; zeros at the end.
 */
export function rewardThroughSynapse(
  normed: Float64Array,
  synapseDecay: number,
  carried: Float64Array,
): { readonly normed: Float64Array; readonly carried: Float64Array } {
  const units = carried.length;
  const relayed = Float64Array.from(carried);
  const sent = new Float64Array(normed.length);
  for (let start = normed.length - units; start >= 0; start -= units)
    for (let unit = 0; unit < units; unit++) {
      relayed[unit] = normed[start + unit]! + synapseDecay * relayed[unit]!;
      sent[start + unit] = relayed[unit]!;
    }
  return { normed: sent, carried: relayed };
}
