import type { RunStore } from '../view/run-store.js';

/** Whether a run obeys commands: it goes on, is not about to stop, and somebody there listens. */
export function isSteerable({ facts, ended, state }: RunStore): boolean {
  return facts !== undefined && ended === undefined && !state.stopping && state.controls === true;
}
