import type { NetworkDescription } from '../core/layers/layer.js';
import type { Learning } from '../core/learning.js';
import type { EncoderDescription } from '../data/encoders/encoder.js';
import type { DataSourceDescription } from '../data/sources/source.js';

/** A metric of the finished run and the condition that it must meet. Exactly one condition is present. */
export interface Expectation {
  /** Name of a metric: `accuracy(test)`, `spikesPerSample` … */
  readonly that: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly between?: readonly [low: number, high: number];
  readonly equals?: number;
}

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
  /** Spikes of these layers for the first `samples` test samples, at the end of the run. */
  readonly record: { readonly spikes: readonly string[]; readonly samples: number };
  readonly expect: readonly Expectation[];
}
