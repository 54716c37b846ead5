/** What a membrane leaves behind for feedback. All `[steps × units]`. */
export interface MembraneTrace {
  /** v_t: the membrane before the step, signed. */
  readonly voltageBefore: Float64Array;
  /** D_t: how much came from memory plus how much the membrane moved, the reset undone; >= 0. */
  readonly movement: Float64Array;
  /** 1 where a reset to zero discarded the step's charge: nothing contributed there, so nothing is rewarded. */
  readonly discarded: Uint8Array | undefined;
}

/**
 * Sends the reward of spikes back through a leaky membrane (LFP for LIF neurons), last step first.
 *
 * `A_t = R_t + C_t`, `n_t = A_t / (D_t + ε)` (0 where a reset to zero discarded the step), `C_{t−1} = decay · n_t · v_t`.
 *
 * Per step the reward of the current and of the memory add up to `A_t · (decay · v_t + I_t) / (D_t + ε)`. Because
 * `|v_t| <= D_t` reward never grows on its way through time, and because `|decay · v_t + I_t| <= D_t` not at all; the
 * second does not hold for `subtract` without delay, whose D is that of the membrane after the reset (the authors'
 * definition): a spike that barely passed earns its current a multiple. No derivative of the threshold is used.
 *
 * @param reward   R_t, reward of each spike, `[steps × units]`, any sign.
 * @param carried  C of the chunk's last step, handed down by the following chunk, `[units]`; zeros at the end.
 * @returns `normed`: n_t `[steps × units]`; multiply by a contribution to get its reward. `carried`: for the chunk before.
 * @see Weber et al. 2025 (arXiv 2308.12053), spiking layers.
 */
export function rewardThroughMembrane(
  reward: Float64Array,
  trace: MembraneTrace,
  decay: number,
  epsilon: number,
  carried: Float64Array,
): { readonly normed: Float64Array; readonly carried: Float64Array } {
  const { voltageBefore, movement, discarded } = trace;
  const units = carried.length;
  const internal = Float64Array.from(carried);
  const normed = new Float64Array(reward.length);
  for (let start = reward.length - units; start >= 0; start -= units)
    for (let unit = 0; unit < units; unit++) {
      const k = start + unit;
      const arrived = reward[k]! + internal[unit]!;
      if (arrived === 0) {
        // Also where the step's own reward cancelled what was carried to it.
        internal[unit] = 0;
        continue;
      }
      const share = discarded !== undefined && discarded[k] === 1 ? 0 : arrived / (movement[k]! + epsilon);
      normed[k] = share;
      internal[unit] = decay * share * voltageBefore[k]!;
    }
  return { normed, carried: internal };
}
