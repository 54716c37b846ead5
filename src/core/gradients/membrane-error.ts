import type { LifParameters } from '../neurons/lif.js';
import type { MembraneTrace } from '../neurons/membrane.js';

/**
 * Sends an error back through leaky membranes, last step first (back-propagation through time).
 *
 * With `u = decay · v + I`, m the charge after a pending reset and `s = H(m − threshold)`, see `advanceLif`:
 *
 *     ∂m = e · surrogate(m − threshold) + ∂v' · keeps     keeps: 0 where a reset to zero takes this step's charge, else 1
 *     ∂I = ∂m, or 0 where a pending reset to zero discarded u
 *     ∂v = decay · ∂I
 *
 * Resets count as constants: no error flows through them.
 *
 * @param error   e: how each spike should change (minus the gradient of the loss), `[steps × units]`.
 * @param carried ∂v' of the chunk's last step, from the following chunk, `[units]`; zeros at the end.
 * @returns `error`: ∂I `[steps × units]`; `carried`: for the chunk before. New arrays.
 * @see Neftci, Mostafa & Zenke 2019 (surrogate gradients); resets as in snnTorch's `Leaky`, which detaches them.
 */
export function errorThroughMembrane(
  error: Float64Array,
  trace: MembraneTrace,
  { decay, threshold, reset, resetDelay }: LifParameters,
  surrogate: (distance: number) => number,
  carried: Float64Array,
): { readonly error: Float64Array; readonly carried: Float64Array } {
  const { voltages, currents } = trace;
  const units = carried.length;
  const later = Float64Array.from(carried);
  const sent = new Float64Array(error.length);
  for (let start = error.length - units; start >= 0; start -= units)
    for (let unit = 0; unit < units; unit++) {
      const k = start + unit;
      const v = voltages[k]!;
      const isPending = reset !== 'none' && v - threshold > 0;
      const discards = isPending && reset === 'zero';
      const charge = decay * v + currents.values[currents.constant ? unit : k]!;
      const left = discards ? 0 : charge - (isPending ? threshold : 0);
      const keeps = reset === 'zero' && !resetDelay && left - threshold > 0 ? 0 : 1;
      const moved = error[k]! * surrogate(left - threshold) + later[unit]! * keeps;
      sent[k] = discards ? 0 : moved;
      later[unit] = decay * sent[k]!;
    }
  return { error: sent, carried: later };
}
