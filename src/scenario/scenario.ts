import type { NetworkDescription } from '../core/layers/layer.js';
import type { Learning } from '../core/learning.js';
import type { EncoderDescription } from '../data/encoders/encoder.js';
import type { DataSourceDescription } from '../data/sources/source.js';
import type { TensorPiece } from '../record/recording.js';
import type { NodeRange, Nodes } from './phases/nodes.js';
import type { Phase } from './phases/phase.js';

/** How often something takes place: after every so many optimizer steps or epochs. */
export interface Cadence {
  readonly unit: 'step' | 'epoch';
  readonly every: number;
}

/**
 * `auto`: at the end of every epoch by which 40 optimizer steps have been taken since the last checkpoint; in a free run every
 * 10,000 steps of it. A number of steps counts those of a free run, too. Between phases there is one besides, but for `never`.
 */
export type CheckpointCadence = Cadence | 'auto' | 'never';

/** Something that is read from a run, and the condition that it must meet. Exactly one condition is present. */
export interface Expectation {
  /**
   * A metric (`accuracy(test)`, `spikesPerSample` …), or in a phase a reading such as `rate(h1)`, `silent(h2)` or
   * `digest(spikes)`.
   */
  readonly that: string;
  /** The phase of which it is read; omitted: the last one that has it. */
  readonly in?: string;
  /** Only these steps of the phase, `from` until before `to`; omitted: all. */
  readonly window?: readonly [from: number, to: number];
  /** A number, or an expression with values of other phases: `accuracy(test)@train - 0.03`, `10Hz`. */
  readonly atLeast?: number | string;
  readonly atMost?: number | string;
  readonly between?: readonly [low: number | string, high: number | string];
  /** `snapshot`: what was kept of an earlier run, see `heaviside run --update-snapshots`. */
  readonly equals?: number | string;
  /** How far it may be from `equals`; omitted: 0. */
  readonly tolerance?: number;
}

/** What a run keeps of what went on in it. */
export interface Recording {
  /**
   * Layers, by name, or ranges of their units whose spikes are kept: those of the first `samples` test samples in a test, all
   * of a `run` phase.
   */
  readonly spikes: readonly (string | NodeRange)[];
  readonly samples: number;
  /** Variables of neurons at every step, of the same presentations. */
  readonly traces: readonly { readonly variable: TraceVariable; readonly nodes: NodeRange }[];
  /**
   * While it learns: weights, what the first training samples send back to them, and what each unit earns by them; whole, or
   * as histograms.
   */
  readonly every: Readonly<Partial<Record<RecordedCourse, Cadence>>>;
}

/** `current`: what charged the membrane in the step; the others as they are after it. */
export type TraceVariable = 'voltage' | 'current' | 'adaptation';

export type RecordedCourse = TensorPiece['kind'];

/** A resolved scenario: every default written out, every shorthand expanded, every check passed. Plain data. */
export interface Scenario {
  readonly name: string;
  readonly seed: number;
  /** `dt` in seconds. */
  readonly time: { readonly dt: number; readonly steps: number };
  readonly data: { readonly train: DataSourceDescription; readonly test: DataSourceDescription };
  readonly encode: EncoderDescription;
  readonly network: NetworkDescription;
  readonly learn: Learning;
  readonly train: { readonly epochs: number; readonly batch: number };
  /**
   * `every`: test after every so many epochs; the last epoch is always tested. `prune`: test once more at the end without
   * these shares of each layer's smallest weights.
   */
  readonly test: { readonly every: number; readonly batch: number; readonly prune: readonly number[] };
  readonly record: Recording;
  /** When checkpoints are written besides those at the end and at an interruption. */
  readonly checkpoint: { readonly every: CheckpointCadence };
  /** Node sets, by name. */
  readonly nodes: Readonly<Record<string, Nodes>>;
  /** In their order; none: a single training, as `train` and `test` say. With phases these are their defaults. */
  readonly phases: readonly Phase[];
  readonly expect: readonly Expectation[];
}
