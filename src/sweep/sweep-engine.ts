import type { Snapshots } from '../run/expectations/snapshot-key.js';
import type { SweepPoint } from '../scenario/sweep.js';
import type { EndedJob } from './job-pool.js';

/** A point of a sweep that is to be played. */
export interface PlayedPoint extends SweepPoint {
  /** What its digests are held against; absent: it has none. */
  readonly snapshots?: Snapshots;
}

/** A run of a sweep has ended. */
export interface SweepProgress {
  /** Runs that have ended, this one included, and runs in all. */
  readonly done: number;
  readonly total: number;
  readonly point: PlayedPoint;
  readonly outcome: EndedJob;
  /** Who ran it: `local`, or a worker's name. */
  readonly worker: string;
}

/** Where the runs of a sweep take place. */
export interface SweepEngine {
  /**
   * Plays every point that is not finished already.
   *
   * @param heard Told of every run that has ended, in the order in which they end.
   * @returns One outcome a point, in their order.
   * @throws RunsStopped when it was told to stop. HeavisideError for trouble that is no run's own, such as a full disk.
   */
  play(points: readonly PlayedPoint[], heard: (progress: SweepProgress) => void): Promise<readonly EndedJob[]>;
}
