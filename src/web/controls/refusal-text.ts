import type { Intervention } from '../../run/watch/run-watch.js';
import type { FrameOf } from '../../streams/frames/view-frame.js';
import { unitsText } from './pulse-list.js';

function interventionText(intervention: Intervention): string {
  if (intervention.kind === 'learning-rate') return `learning rate ${intervention.value}`;
  return `${intervention.kind} ${unitsText(intervention.layer, intervention.units)}`;
}

/** Why the newest intervention did not take effect; undefined when it did, or when there was none. */
export function refusalText(interventions: readonly FrameOf<'intervention'>[]): string | undefined {
  const last = interventions.at(-1);
  return last?.refused === undefined ? undefined : `Refused: ${interventionText(last.intervention)}: ${last.refused}`;
}
