import type { Signal, Span } from '../signal.js';
import type { MembraneTrace } from './membrane.js';
import type { LifDescription, Reset } from './neuron.js';

/** State of leaky integrate-and-fire neurons between two steps. */
export interface LifState {
  /** Membrane v, dimensionless, `[batch × size]`; 0 at the start of a presentation. */
  readonly voltage: Float64Array;
}

export type LifParameters = Omit<LifDescription, 'kind'>;

/** Spikes (0 or 1) `[steps × units]`, the trace for feedback, and the state after the last step. */
export interface LifResponse {
  readonly spikes: Float64Array;
  readonly trace: MembraneTrace;
  readonly state: LifState;
}

export function restingLif(units: number): LifState {
  return { voltage: new Float64Array(units) };
}

/**
 * Runs leaky integrate-and-fire neurons through a chunk of steps.
 *
 *     u = decay · v + I                        charge
 *     q = H(v − threshold)                     was the membrane above the threshold before the step?
 *     m = u − q · threshold   (subtract)       m = u − q · u   (zero)       m = u   (none)
 *     s = H(m − threshold)                     fire; strictly above
 *     v' = m                                   reset delay on: the reset of s happens in the next step, through q
 *     v' = m − (s − q) · (threshold | m | 0)   reset delay off
 *
 * `H(0) = 0`. For the trace, D = |v| + |v' + q · threshold − v| under `subtract` (the authors' definition; it undoes q,
 * also with the delay off) and D = |v| + |u − v| otherwise, which is the same with the reset truly undone.
 *
 * @param currents I, weighted sums of the inputs; a constant signal is the same at every step.
 * @param before   State before the chunk; untouched.
 * @see Weber et al. 2025 (arXiv 2308.12053); the order of operations is that of snnTorch's `Leaky`.
 */
export function advanceLif(currents: Signal, before: LifState, p: LifParameters, span: Span): LifResponse {
  const units = before.voltage.length;
  const voltage = Float64Array.from(before.voltage);
  const spikes = new Float64Array(span.steps * units);
  const voltageBefore = new Float64Array(spikes.length);
  const movement = new Float64Array(spikes.length);
  const discarded = p.reset === 'zero' && p.resetDelay ? new Uint8Array(spikes.length) : undefined;
  const fireAndReset = RESETS[p.reset];
  for (let step = 0; step < span.steps; step++) {
    const start = step * units;
    voltageBefore.set(voltage, start);
    const current = currents.constant ? currents.values : currents.values.subarray(start, start + units);
    fireAndReset(voltage, current, p, spikes.subarray(start, start + units), movement.subarray(start, start + units));
    if (discarded) for (let k = start; k < start + units; k++) discarded[k] = voltageBefore[k]! > p.threshold ? 1 : 0;
  }
  return { spikes, trace: { voltageBefore, movement, discarded }, state: { voltage } };
}

/** One step in place: `voltage` becomes v', `spikes` s and `movement` D. The arrays are the caller's own. */
type FireAndReset = (
  voltage: Float64Array,
  current: Float64Array,
  p: LifParameters,
  spikes: Float64Array,
  movement: Float64Array,
) => void;

const RESETS: { readonly [R in Reset]: FireAndReset } = {
  subtract(voltage, current, p, spikes, movement) {
    const { decay, threshold } = p;
    const atOnce = p.resetDelay ? 0 : threshold;
    for (let unit = 0; unit < voltage.length; unit++) {
      const before = voltage[unit]!;
      const pending = before - threshold > 0 ? 1 : 0;
      const charged = decay * before + current[unit]! - pending * threshold;
      const fired = charged - threshold > 0 ? 1 : 0;
      const after = charged - (fired - pending) * atOnce;
      spikes[unit] = fired;
      voltage[unit] = after;
      movement[unit] = Math.abs(before) + Math.abs(after + pending * threshold - before);
    }
  },
  zero(voltage, current, p, spikes, movement) {
    const { decay, threshold, resetDelay } = p;
    for (let unit = 0; unit < voltage.length; unit++) {
      const before = voltage[unit]!;
      const pending = before - threshold > 0;
      const full = decay * before + current[unit]!;
      const charged = pending ? 0 : full;
      const fired = charged - threshold > 0;
      spikes[unit] = fired ? 1 : 0;
      voltage[unit] = fired && !resetDelay ? 0 : charged;
      movement[unit] = Math.abs(before) + Math.abs(full - before);
    }
  },
  none(voltage, current, p, spikes, movement) {
    const { decay, threshold } = p;
    for (let unit = 0; unit < voltage.length; unit++) {
      const before = voltage[unit]!;
      const charged = decay * before + current[unit]!;
      spikes[unit] = charged - threshold > 0 ? 1 : 0;
      voltage[unit] = charged;
      movement[unit] = Math.abs(before) + Math.abs(charged - before);
    }
  },
};
