import type { Signal, Span } from '../signal.js';
import type { MembraneTrace } from './membrane.js';
import type { AdaptiveLifDescription } from './neuron.js';

/** State of adaptive-threshold neurons between two steps, each `[batch × size]`. */
export interface AdaptiveLifState {
  readonly voltage: Float64Array;
  /** a: decaying count of own spikes. */
  readonly adaptation: Float64Array;
  /** Threshold crossed by a spike whose reset is still to come; 0: none. Stays 0 without reset delay. */
  readonly pending: Float64Array;
}

export interface AdaptiveLifResponse {
  readonly spikes: Float64Array;
  readonly spikeCount: number;
  readonly trace: MembraneTrace;
  readonly state: AdaptiveLifState;
}

export function restingAdaptiveLif(units: number): AdaptiveLifState {
  return {
    voltage: new Float64Array(units),
    adaptation: new Float64Array(units),
    pending: new Float64Array(units),
  };
}

/**
 * Runs adaptive-threshold LIF neurons through a chunk of steps.
 *
 *     B = threshold + adaptation · a           the threshold of this step
 *     u = decay · v + I
 *     m = u − pending   (subtract)   m = 0 where a reset is pending, else u   (zero)   m = u   (none)
 *     s = H(m − B)
 *     v' = m;  pending' = s · B                reset delay on: the next step takes away the threshold that was crossed
 *     v' = m − s · B | (1 − s) · m | m         reset delay off
 *     a' = adaptationDecay · a + s
 *
 * Threshold and reset earn no reward, as in the plain LIF: D = |v| + |u − v|.
 *
 * @see Bellec et al. 2018, "Long short-term memory and learning-to-learn in networks of spiking neurons" (the crossed,
 *   adaptive threshold is what is subtracted). The feedback rule is that of the LIF with a threshold per step.
 */
export function advanceAdaptiveLif(
  currents: Signal,
  before: AdaptiveLifState,
  p: Omit<AdaptiveLifDescription, 'kind'>,
  span: Span,
): AdaptiveLifResponse {
  const units = before.voltage.length;
  const voltages = new Float64Array((span.steps + 1) * units);
  voltages.set(before.voltage);
  const adaptation = Float64Array.from(before.adaptation);
  const pending = Float64Array.from(before.pending);
  const spikes = new Float64Array(span.steps * units);
  const discarded = p.reset === 'zero' && p.resetDelay ? new Uint8Array(spikes.length) : undefined;
  let spikeCount = 0;
  for (let step = 0; step < span.steps; step++)
    for (let unit = 0; unit < units; unit++) {
      const k = step * units + unit;
      const full = p.decay * voltages[k]! + currents.values[currents.constant ? unit : k]!;
      const owed = pending[unit]!;
      const charged = chargeLeft(full, owed, p.reset);
      const threshold = p.threshold + p.adaptation * adaptation[unit]!;
      const fired = charged - threshold > 0;
      if (discarded && owed !== 0) discarded[k] = 1;
      spikes[k] = fired ? 1 : 0;
      spikeCount += fired ? 1 : 0;
      voltages[k + units] = fired && !p.resetDelay ? chargeLeft(charged, threshold, p.reset) : charged;
      pending[unit] = fired && p.resetDelay ? threshold : 0;
      adaptation[unit] = p.adaptationDecay * adaptation[unit]! + spikes[k]!;
    }
  const trace = { voltages, currents, decay: p.decay, ...(discarded ? { discarded } : {}) };
  return { spikes, spikeCount, trace, state: { voltage: voltages.slice(span.steps * units), adaptation, pending } };
}

/** Charge after the reset of a spike that crossed `crossed` (0: there was none). */
function chargeLeft(charge: number, crossed: number, reset: AdaptiveLifDescription['reset']): number {
  if (crossed === 0 || reset === 'none') return charge;
  return reset === 'zero' ? 0 : charge - crossed;
}
