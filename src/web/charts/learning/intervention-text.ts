import type { Intervention } from '../../../run/watch/run-watch.js';
import { fewDigits } from '../plot/ticks.js';

/** An intervention in few words: `learning rate 0.001`, `silence h1 (12)`. */
export function interventionText(intervention: Intervention): string {
  if (intervention.kind === 'learning-rate') return `rate ${fewDigits(intervention.value)}`;
  return `${intervention.kind} ${intervention.layer} (${intervention.units.length})`;
}
