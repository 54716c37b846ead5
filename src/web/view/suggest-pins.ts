import type { NeuronPlace } from '../../run/watch/look.js';
import type { ViewState } from './view-state.js';

/** Pins neurons that nobody here has chosen. Whoever pins one, or lets one go, has chosen all that are then pinned. */
export function suggestPins({ pinned, suggested }: ViewState, neurons: readonly NeuronPlace[]): void {
  suggested.next(neurons);
  pinned.next(neurons);
}
