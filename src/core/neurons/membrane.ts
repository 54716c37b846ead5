import type { Signal } from '../signal.js';

/** What a membrane leaves behind for feedback. */
export interface MembraneTrace {
  /** v_t of every step and, in the last row, after the chunk: `[(steps + 1) × units]`, signed. */
  readonly voltages: Float64Array;
  /** I_t that charged it, `[steps × units]` or constant `[units]`. */
  readonly currents: Signal;
  /** Share of the membrane that survives a step. */
  readonly decay: number;
  /**
   * The threshold where a reset subtracts it and D follows the authors' definition, which undoes the reset that
   * was pending before the step (also with the delay off): `D = |v| + |v' + H(v − threshold) · threshold − v|`.
   * Omitted: the reset is undone for good, `D = |v| + |decay · v + I − v|`.
   */
  readonly subtracted?: number;
  /** 1 where a reset to zero discarded the step's charge, `[steps × units]`: nothing contributed there. */
  readonly discarded?: Uint8Array;
}

/**
 * D: how much of the membrane came from memory plus how much it moved, the reset undone; >= 0.
 *
 * @param subtracts Whether D follows the authors' definition with this `threshold`; see {@link MembraneTrace}.
 */
function movementOf(
  before: number,
  after: number,
  current: number,
  decay: number,
  subtracts: boolean,
  threshold: number,
): number {
  const change = subtracts
    ? after + (before - threshold > 0 ? threshold : 0) - before
    : decay * before + current - before;
  return Math.abs(before) + Math.abs(change);
}

/**
 * Sends the reward of spikes back through a leaky membrane (LFP for LIF neurons), last step first.
 *
 * `A_t = R_t + C_t`, `n_t = A_t / (D_t + ε)` (0 where a reset to zero discarded the step), `C_{t−1} = decay · n_t · v_t`.
 *
 * Per step the reward of the current and of the memory add up to `A_t · (decay · v_t + I_t) / (D_t + ε)`. Where the
 * reset is undone in D (everywhere but under `subtract` without delay) `|decay · v_t + I_t| <= D_t`, so reward does not
 * grow on its way through time. No derivative of the threshold is used.
 *
 * @param reward   R_t, reward of each spike, `[steps × units]`, any sign.
 * @param carried  C of the chunk's last step, handed down by the following chunk, `[units]`; zeros at the end.
 * @param summed   Whether to add n_t up over the steps, which is all that a constant current needs.
 * @returns `normed`: n_t `[steps × units]`, or `[units]` if `summed`; multiply by a contribution to get its reward.
 *   `carried`: for the chunk before.
 * @see Weber et al. 2025 (arXiv 2308.12053), spiking layers.
 */
export function rewardThroughMembrane(
  reward: Float64Array,
  trace: MembraneTrace,
  epsilon: number,
  carried: Float64Array,
  summed: boolean,
): { readonly normed: Float64Array; readonly carried: Float64Array } {
  const { voltages, decay, discarded } = trace;
  const { values: currents, constant } = trace.currents;
  const subtracts = trace.subtracted !== undefined;
  const threshold = trace.subtracted ?? 0;
  const units = carried.length;
  const internal = Float64Array.from(carried);
  const normed = new Float64Array(summed ? units : reward.length);
  for (let start = reward.length - units; start >= 0; start -= units)
    for (let unit = 0; unit < units; unit++) {
      const k = start + unit;
      const arrived = reward[k]! + internal[unit]!;
      if (arrived === 0 || (discarded !== undefined && discarded[k] === 1)) {
        // Also where the step's own reward cancelled what was carried to it.
        internal[unit] = 0;
        continue;
      }
      const before = voltages[k]!;
      const current = currents[constant ? unit : k]!;
      const moved = movementOf(before, voltages[k + units]!, current, decay, subtracts, threshold);
      const share = arrived / (moved + epsilon);
      internal[unit] = decay * share * before;
      if (summed) normed[unit]! += share;
      else normed[k] = share;
    }
  return { normed, carried: internal };
}
