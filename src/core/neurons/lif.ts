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
  readonly spikeCount: number;
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
 * `H(0) = 0`.
 *
 * @param currents I, weighted sums of the inputs; a constant signal is the same at every step.
 * @param before   State before the chunk; untouched.
 * @see Weber et al. 2025 (arXiv 2308.12053); the order of operations is that of snnTorch's `Leaky`.
 */
export function advanceLif(currents: Signal, before: LifState, p: LifParameters, span: Span): LifResponse {
  const units = before.voltage.length;
  const voltages = new Float64Array((span.steps + 1) * units);
  voltages.set(before.voltage);
  const spikes = new Float64Array(span.steps * units);
  const advance = STEPS[p.reset][p.resetDelay ? 'delayed' : 'atOnce'];
  let spikeCount = 0;
  for (let start = 0; start < spikes.length; start += units)
    spikeCount += advance(
      voltages.subarray(start, start + units),
      voltages.subarray(start + units, start + 2 * units),
      currents.constant ? currents.values : currents.values.subarray(start, start + units),
      spikes.subarray(start, start + units),
      p,
    );
  const trace = {
    voltages,
    currents,
    decay: p.decay,
    ...(p.reset === 'subtract' ? { subtracted: p.threshold } : {}),
    ...(p.reset === 'zero' ? { discarded: pendingAt(voltages, spikes.length, p.threshold) } : {}),
  };
  return { spikes, spikeCount, trace, state: { voltage: voltages.slice(span.steps * units) } };
}

/** 1 where the membrane stood above the threshold before the step: a reset to zero takes that step's charge. */
function pendingAt(voltages: Float64Array, length: number, threshold: number): Uint8Array {
  const pending = new Uint8Array(length);
  for (let k = 0; k < length; k++) if (voltages[k]! - threshold > 0) pending[k] = 1;
  return pending;
}

/**
 * One step: reads v from `before` and I from `currents`, writes v' to `after` and sets `spikes` (0 until then). Returns
 * how many fired. The arrays are the caller's own.
 */
type Step = (
  before: Float64Array,
  after: Float64Array,
  currents: Float64Array,
  spikes: Float64Array,
  p: LifParameters,
) => number;

const subtractDelayed: Step = (before, after, currents, spikes, { decay, threshold }) => {
  let count = 0;
  for (let unit = 0; unit < before.length; unit++) {
    const v = before[unit]!;
    let charge = decay * v + currents[unit]!;
    if (v - threshold > 0) charge -= threshold;
    if (charge - threshold > 0) {
      spikes[unit] = 1;
      count++;
    }
    after[unit] = charge;
  }
  return count;
};

const subtractAtOnce: Step = (before, after, currents, spikes, { decay, threshold }) => {
  let count = 0;
  for (let unit = 0; unit < before.length; unit++) {
    const v = before[unit]!;
    const pending = v - threshold > 0 ? 1 : 0;
    const charge = decay * v + currents[unit]! - pending * threshold;
    const fired = charge - threshold > 0 ? 1 : 0;
    spikes[unit] = fired;
    count += fired;
    after[unit] = charge - (fired - pending) * threshold;
  }
  return count;
};

/** A charge that was above the threshold before the step is lost; `kept` tells what becomes of one that fires now. */
const zeroing =
  (kept: (charge: number) => number): Step =>
  (before, after, currents, spikes, { decay, threshold }) => {
    let count = 0;
    for (let unit = 0; unit < before.length; unit++) {
      const v = before[unit]!;
      const charge = v - threshold > 0 ? 0 : decay * v + currents[unit]!;
      const fired = charge - threshold > 0 ? 1 : 0;
      spikes[unit] = fired;
      count += fired;
      after[unit] = fired === 1 ? kept(charge) : charge;
    }
    return count;
  };

const neverReset: Step = (before, after, currents, spikes, { decay, threshold }) => {
  let count = 0;
  for (let unit = 0; unit < before.length; unit++) {
    const charge = decay * before[unit]! + currents[unit]!;
    const fired = charge - threshold > 0 ? 1 : 0;
    spikes[unit] = fired;
    count += fired;
    after[unit] = charge;
  }
  return count;
};

const STEPS: { readonly [R in Reset]: { readonly delayed: Step; readonly atOnce: Step } } = {
  subtract: { delayed: subtractDelayed, atOnce: subtractAtOnce },
  zero: { delayed: zeroing((charge) => charge), atOnce: zeroing(() => 0) },
  none: { delayed: neverReset, atOnce: neverReset },
};
