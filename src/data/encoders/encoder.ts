import type { InputChunk } from '../../core/input-chunk.js';
import type { RandomSource } from '../../core/random-source.js';
import type { Shape } from '../../core/shape.js';
import type { DataSet } from '../data-set.js';

/**
 * How the numbers of a sample become input over time.
 *
 * - `direct`: the values, times `gain`, as a constant current at every step.
 * - `rate`: at every step an input spikes with probability `clamp(gain · value, 0, 1)`.
 * - `latency`: one spike an input, the earlier the larger the value; values at or below `threshold` stay silent.
 * - `delta`: the sample is read as a series of frames (its first axis; rows for an image); an ON input spikes where a
 *   value rose by more than `threshold` since the last spike, an OFF input where it fell. Twice as many inputs.
 * - `population`: each value excites `fields` Gaussian receptive fields between `low` and `high`; constant currents.
 * - `spikes`: the sample is spike trains already; its times are put into steps.
 */
export type EncoderDescription =
  | { readonly kind: 'direct'; readonly gain: number }
  | { readonly kind: 'rate'; readonly gain: number }
  | { readonly kind: 'latency'; readonly threshold: number }
  | { readonly kind: 'delta'; readonly threshold: number }
  | { readonly kind: 'population'; readonly fields: number; readonly low: number; readonly high: number }
  | { readonly kind: 'spikes' };
export type EncoderKind = EncoderDescription['kind'];

/** Every encoder with its defaults and a line for people. */
export const ENCODERS: {
  readonly [K in EncoderKind]: {
    readonly summary: string;
    readonly defaults: Extract<EncoderDescription, { kind: K }>;
  };
} = {
  direct: { summary: 'the values as a constant current at every step', defaults: { kind: 'direct', gain: 1 } },
  rate: { summary: 'random spikes, the more likely the larger the value', defaults: { kind: 'rate', gain: 1 } },
  latency: {
    summary: 'one spike an input, the earlier the larger the value',
    defaults: { kind: 'latency', threshold: 0.01 },
  },
  delta: {
    summary: 'ON and OFF spikes where a value changes from frame to frame',
    defaults: { kind: 'delta', threshold: 0.1 },
  },
  population: {
    summary: 'each value spread over Gaussian receptive fields, as constant currents',
    defaults: { kind: 'population', fields: 8, low: 0, high: 1 },
  },
  spikes: { summary: 'spike trains as they are', defaults: { kind: 'spikes' } },
};

/** Turns samples of one shape into the input of a network. Made by `createEncoder`; holds no state between calls. */
export interface Encoder {
  /** Shape of the encoded input, without batch and time. */
  readonly shape: Shape;
  /**
   * Encodes a batch.
   *
   * @param indices Samples of `dataSet`, in batch order; any number, repetitions allowed.
   * @param steps   Time steps of the presentation, a whole number > 0.
   * @param random  Moved by `rate` only, which draws exactly steps · batch · size numbers, sample by sample.
   * @returns A new chunk, `steps · batch` rows of `shape`; the caller owns it.
   * @throws HeavisideError `HV_ENCODER_DATA`, `HV_ENCODER_SHAPE`, `HV_ENCODER_INDEX`, `HV_OPTION_RANGE`.
   */
  encode(dataSet: DataSet, indices: Uint32Array, steps: number, random: RandomSource): InputChunk;
}
