import type { Change } from './change.js';
import type { Moment } from './moment.js';

/** Steps over which a guard takes rates unless told. */
export const GUARD_WINDOW = 100;

/** Something that happens in a phase. At least one of `at` and `when` is given. */
export interface TimedEvent {
  /** Omitted: as soon as `when` holds, once. */
  readonly at?: Moment;
  /** An expression, see `parseExpression`. At the moment `at`: whether it happens at all. */
  readonly when?: string;
  /** Over how many of the last steps rates in `when` are taken. */
  readonly window: number;
  readonly change: Change;
}

/**
 * The course of a numeric parameter through a phase, over its moments x: epochs of a `train` phase (also between whole ones),
 * steps of a `run` phase.
 *
 *     points        the value of the last point that is not after x; before the first one what it was
 *     linear        from + (to − from) · p               p = (x − begin) / (end − begin), held to 0..1
 *     cosine        to + (from − to) · (1 + cos πp) / 2
 *     exponential   from · (to / from)^p                 both of one sign, not 0
 */
export type Course =
  | { readonly kind: 'points'; readonly points: readonly (readonly [x: number, value: number])[] }
  | {
      readonly kind: 'linear' | 'cosine' | 'exponential';
      readonly from: number;
      readonly to: number;
      /** Where it begins and ends; the whole phase unless told. */
      readonly begin: number;
      readonly end: number;
    };

/** Name of the network as it was before the first phase, for `from`. */
export const START = 'start';

/** What all phases have. */
export interface PhaseFrame {
  readonly id: string;
  /** The phase at whose end this one begins, or `START`. */
  readonly from: string;
  readonly events: readonly TimedEvent[];
  /** By the path of a numeric parameter, as `set` takes them. Where both change one, the schedule has the last word. */
  readonly schedule: Readonly<Record<string, Course>>;
}

/** Learns. */
export interface TrainPhase extends PhaseFrame {
  readonly kind: 'train';
  readonly epochs: number;
  readonly batch: number;
  /** Keeps the network of the best accuracy on the test samples as a checkpoint besides, and ends the phase with it. */
  readonly checkpoint?: 'best';
}

/** Shows the test samples once. */
export interface TestPhase extends PhaseFrame {
  readonly kind: 'test';
  readonly batch: number;
}

/** Simulates freely in time: a single network that is not reset. */
export interface RunPhase extends PhaseFrame {
  readonly kind: 'run';
  readonly steps: number;
  /** Test samples that are shown one after the other, each for the steps of a presentation, over and over; none: silence. */
  readonly samples: readonly number[];
}

export type Phase = TrainPhase | TestPhase | RunPhase;

/** What of a phase decides what can be measured in it. */
export type PhaseOutline = Pick<TrainPhase | TestPhase, 'id' | 'kind'> | Pick<RunPhase, 'id' | 'kind' | 'steps'>;
