import type { Metrics } from './run-event.js';
import { emptyTally, type Tally } from './tally.js';

/** Where a training stands: all that it needs to go on, beside the network. Plain data. */
export interface CoursePosition {
  /** The epoch in progress or just finished; counts from 1 through the run. */
  readonly epoch: number;
  readonly epochsDone: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  /** Optimizer steps of the run. */
  readonly step: number;
  /** Sums over the batches of this epoch. */
  readonly tally: Tally;
  readonly metrics: Metrics;
  /** Whether the epoch just finished has its histograms and its test, where it is due. */
  readonly examined: boolean;
  /** The step that the newest histograms show; without any, the network that has learned nothing. */
  readonly histogramsAt: number;
  /** Steps at the newest periodic checkpoint of a training. */
  readonly checkpointAt: number;
}

/** Where a run stands before it begins. */
export const COURSE_START: CoursePosition = {
  epoch: 0,
  epochsDone: 0,
  batch: 0,
  step: 0,
  tally: emptyTally,
  metrics: {},
  examined: true,
  histogramsAt: 0,
  checkpointAt: 0,
};
