import type { LookRequest } from '../../../src/run/watch/look.js';
import type { Intervention, NextPart, RunWatch } from '../../../src/run/watch/run-watch.js';

/** What a watch does, and what it was asked. */
export interface ScriptedWatch extends RunWatch {
  /** Times that the gate was asked before a batch was learned. */
  readonly gates: number;
  /** Times that it was asked before a test. */
  readonly testGates: number;
  readonly shownLooks: number;
}

/**
 * Lets every batch go; wants a look whenever it is asked, if `wanted` says so; hands out the interventions before the batch
 * that `at` names (counted from 1 over the whole run).
 */
export function scriptedWatch({
  wanted,
  at = {},
}: {
  readonly wanted?: (asked: number) => LookRequest | undefined;
  readonly at?: Readonly<Record<number, readonly Intervention[]>>;
}): ScriptedWatch {
  let [gates, testGates, asked, shownLooks] = [0, 0, 0, 0];
  let last: NextPart = 'batch';
  return {
    gate: async (next) => {
      last = next;
      if (next === 'batch') gates++;
      else if (next === 'test') testGates++;
      return 'go';
    },
    interventions: () => (last === 'batch' ? (at[gates] ?? []) : []),
    wanted: () => wanted?.(++asked),
    shown: () => void shownLooks++,
    get gates() {
      return gates;
    },
    get testGates() {
      return testGates;
    },
    get shownLooks() {
      return shownLooks;
    },
  };
}

/** A request for one sample and nothing besides. */
export const sampleOnly = (sample: number): LookRequest => ({ sample, voltagesOf: [], pulses: [] });
