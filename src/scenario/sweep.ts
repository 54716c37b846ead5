import type { Scenario } from './scenario.js';

/** How the points of a sweep come about. */
export const SWEEP_MODES = {
  grid: 'every combination of the values, the last key fastest',
  list: 'the n-th point takes the n-th value of every key',
  random: 'every value is drawn by itself, from a list or from a range',
  'latin-hypercube': 'each key is cut into as many equal parts as there are samples, and every part is used once',
} as const;

export type SweepMode = keyof typeof SWEEP_MODES;

/** One run of a sweep: the value of each swept key, as it was written or drawn, and the scenario that it makes. */
export interface SweepPoint {
  /** Counts from 0, in the order of the sweep. */
  readonly index: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
  /**
   * Keys of `learn` that the file sets for its own rule and that this point is without, because the rule that is swept does not
   * know them; absent: none.
   */
  readonly dropped?: readonly string[];
}

/** The section `sweep` of a scenario, resolved: every scenario that it leads to has been checked. Plain data. */
export interface Sweep {
  readonly name: string;
  readonly mode: SweepMode;
  readonly points: readonly SweepPoint[];
  /**
   * The metric of the summary, of runs with phases with the phase that it is of (`accuracy(test)@recover`), and the key whose
   * values it is averaged over. Of a reading in a window also that, in steps: from the first until before the second.
   */
  readonly report: {
    readonly metric: string;
    readonly over: string;
    readonly window?: readonly [from: number, to: number];
  };
}
