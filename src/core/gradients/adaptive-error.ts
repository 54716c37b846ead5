import type { MembraneTrace } from '../neurons/membrane.js';
import type { AdaptiveLifDescription } from '../neurons/neuron.js';

/** What flows back in time into adaptive-threshold neurons, `[units]` each. */
export interface AdaptiveCarry {
  /** ∂v' */
  readonly membrane: Float64Array;
  /** ∂a' */
  readonly adaptation: Float64Array;
}

/**
 * Sends an error back through membranes with an adaptive threshold, see `advanceAdaptiveLif`:
 *
 *     h  = (e + ∂a') · surrogate(m − B),  B = threshold + adaptation · a
 *     ∂m = h + ∂v' · keeps                 keeps: 0 where a reset to zero takes this step's charge, else 1
 *     ∂a = adaptationDecay · ∂a' − adaptation · h
 *     ∂I = ∂m, or 0 where a pending reset to zero discarded u;  ∂v = decay · ∂I
 *
 * The error flows through the threshold, but not through the reset.
 *
 * @param error      e, `[steps × units]`.
 * @param spikes     s of every step, `[steps × units]`.
 * @param adaptation a before the chunk, `[units]`.
 * @param carried    From the following chunk.
 * @returns New arrays.
 * @see Bellec et al. 2018, "Long short-term memory and learning-to-learn in networks of spiking neurons".
 */
export function errorThroughAdaptive(
  error: Float64Array,
  { voltages, currents, discarded }: MembraneTrace,
  spikes: Float64Array,
  adaptation: Float64Array,
  p: AdaptiveLifDescription,
  surrogate: (distance: number) => number,
  carried: AdaptiveCarry,
): { readonly error: Float64Array; readonly carried: AdaptiveCarry } {
  const units = adaptation.length;
  const before = adaptations(spikes, adaptation, p.adaptationDecay);
  const membrane = Float64Array.from(carried.membrane);
  const later = Float64Array.from(carried.adaptation);
  const sent = new Float64Array(error.length);
  for (let start = error.length - units; start >= 0; start -= units)
    for (let unit = 0; unit < units; unit++) {
      const k = start + unit;
      const charge = p.decay * voltages[k]! + currents.values[currents.constant ? unit : k]!;
      // With the delay, what is left of the charge is the next voltage; without it, no reset is ever pending.
      const left = p.resetDelay ? voltages[k + units]! : charge;
      const distance = left - p.threshold - p.adaptation * before[k]!;
      const keeps = p.reset === 'zero' && !p.resetDelay && distance > 0 ? 0 : 1;
      const crossed = (error[k]! + later[unit]!) * surrogate(distance);
      const moved = crossed + membrane[unit]! * keeps;
      later[unit] = p.adaptationDecay * later[unit]! - p.adaptation * crossed;
      sent[k] = discarded?.[k] === 1 ? 0 : moved;
      membrane[unit] = p.decay * sent[k]!;
    }
  return { error: sent, carried: { membrane, adaptation: later } };
}

/** a before every step, `[steps × units]`. */
function adaptations(spikes: Float64Array, first: Float64Array, decay: number): Float64Array {
  const units = first.length;
  const before = new Float64Array(spikes.length);
  before.set(first);
  for (let k = units; k < spikes.length; k++) before[k] = decay * before[k - units]! + spikes[k - units]!;
  return before;
}
