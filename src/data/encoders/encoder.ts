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
