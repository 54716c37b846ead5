import type { Backend } from '../backends/backend.js';
import type { ChoiceMemory } from '../backends/choosing/choice-memory.js';
import type { DataSet } from '../data/data-set.js';
import type { SpikeList } from '../data/spikes/spike-list.js';
import type { Checkpoint } from '../record/checkpoint-file.js';
import type { Snapshots } from './expectations/snapshot-key.js';
import type { RunWatch } from './watch/run-watch.js';

/** How a run goes, apart from what it computes. */
export interface RunOptions {
  /** Name of a backend, which is never replaced; `auto` (the default) picks the best for this network here. */
  readonly backend?: string;
  /** CPU threads to use where the backend has a choice, 1 to 256; omitted: as many as the network is worth. */
  readonly threads?: number;
  /** Ends the run after the current batch, with a checkpoint. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds from any fixed moment; feeds the `seconds` fields, and under `auto` the comparison of backends. Omitted:
   * they are 0, and `auto` follows its table.
   */
  readonly clock?: () => number;
  /**
   * Somebody who watches the run, may hold it and may change it. A run that is only watched comes to the same end, to the
   * byte, as one that is not.
   */
  readonly watch?: RunWatch;
  /**
   * A checkpoint of an earlier run of the same task, from which this one goes on: after `run-started` come exactly the
   * events that came after it, or would have.
   */
  readonly resume?: Checkpoint;
  /**
   * What digests are held against, by `snapshotKey`: what earlier runs had; `update` takes whatever this one has. Omitted:
   * there are none.
   */
  readonly snapshots?: Snapshots;
  /**
   * Names what is in a data set, or in spikes that were read from a file, as a digest does; called with each, before the run
   * starts. Omitted: `run-started` says nothing of the data.
   */
  readonly digestData?: (data: DataSet | SpikeList) => string;
  /** Where `auto` keeps what it measured; omitted: it measures again in every run that has more than one candidate. */
  readonly memory?: ChoiceMemory;
  /** Where a run may take place, preferred first; default: all of Heaviside's backends. */
  readonly backends?: readonly Backend[];
}
