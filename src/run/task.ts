import type { DataSet } from '../data/data-set.js';
import type { SpikeList } from '../data/spikes/spike-list.js';
import type { Scenario } from '../scenario/scenario.js';

/** What a run does: a scenario whose data have been loaded. Everything is spelled out. */
export interface Task extends Omit<Scenario, 'data' | 'time'> {
  readonly steps: number;
  /** Seconds of a step. */
  readonly dt: number;
  readonly data: { readonly train: DataSet; readonly test: DataSet };
  /** Spikes of the phases that were read from files, by the place of their replay. */
  readonly replayed?: Readonly<Record<string, SpikeList>>;
}
