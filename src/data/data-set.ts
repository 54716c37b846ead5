import type { Shape } from '../core/shape.js';

/** Analog samples: `values[count × size]`, row-major. */
export interface SampleValues {
  readonly kind: 'values';
  readonly values: Float32Array;
}

/**
 * Spike-train samples in compressed form: sample s has the events `offsets[s] .. offsets[s + 1])`, sorted by time.
 * `times` are fractions of the presentation in [0, 1).
 */
export interface SampleSpikes {
  readonly kind: 'spikes';
  readonly offsets: Uint32Array;
  readonly times: Float32Array;
  readonly units: Uint32Array;
}

/** Labelled samples of one shape. Every label is in 0..classes−1; every value is finite. */
export interface DataSet {
  readonly name: string;
  /** Shape of one sample: `[features]` or `[channels, height, width]`; for spike trains `[units]`. */
  readonly shape: Shape;
  readonly classes: number;
  readonly count: number;
  readonly labels: Int32Array;
  readonly samples: SampleValues | SampleSpikes;
}
