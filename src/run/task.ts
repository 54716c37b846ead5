import type { DataSet } from '../data/data-set.js';
import type { Scenario } from '../scenario/scenario.js';

/** What a run does: a scenario whose data have been loaded. Everything is spelled out. */
export interface Task extends Omit<Scenario, 'data' | 'time'> {
  readonly steps: number;
  /** Seconds of a step. */
  readonly dt: number;
  readonly data: { readonly train: DataSet; readonly test: DataSet };
}
