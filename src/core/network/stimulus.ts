import type { Signal, Span } from '../signal.js';

/** A current that is injected into some units of a layer, or of the input, for some steps of a presentation. */
export interface Stimulus {
  /** Name of the layer; the input's name for the input. */
  readonly layer: string;
  readonly units: readonly number[];
  /** First step, from 0. */
  readonly at: number;
  /** Steps; those after the end of the chunk are lost. */
  readonly duration: number;
  /** Dimensionless, as weighted sums are. */
  readonly amplitude: number;
}

/**
 * Adds currents to a signal: `I_t[b,j] = z_t[b,j] + Σ amplitude` over the stimuli of unit j that last at step t; for every
 * sample of the batch.
 *
 * @param signal  `[steps × batch × size]`, or constant; untouched.
 * @param stimuli Whatever layer they name; units are 0..size−1.
 * @returns The signal itself when nothing is injected; else a new one, never constant.
 */
export function withStimuli(signal: Signal, size: number, span: Span, stimuli: readonly Stimulus[]): Signal {
  if (stimuli.length === 0) return signal;
  const row = span.batch * size;
  const values = new Float64Array(span.steps * row);
  if (!signal.constant) values.set(signal.values);
  else for (let step = 0; step < span.steps; step++) values.set(signal.values, step * row);
  for (const { units, at, duration, amplitude } of stimuli)
    for (let step = at; step < Math.min(at + duration, span.steps); step++)
      for (let start = step * row; start < (step + 1) * row; start += size)
        for (const unit of units) values[start + unit]! += amplitude;
  return { values, constant: false };
}
