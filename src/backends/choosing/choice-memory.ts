import type { MeasuredBackend } from './chosen-backend.js';

/** What a comparison of backends found. Plain data, so that it can be stored as JSON. */
export interface RememberedChoice {
  readonly chosen: string;
  readonly measured: readonly MeasuredBackend[];
}

/**
 * Where the results of comparisons stay between runs. Whoever makes one binds it to a machine and a version of
 * Heaviside. It may forget at any time and must not throw: a run does not fail for want of a cache.
 */
export interface ChoiceMemory {
  recall(key: string): Promise<RememberedChoice | undefined>;
  remember(key: string, choice: RememberedChoice): Promise<void>;
}
