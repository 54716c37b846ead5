import type { Signal, Span } from '../signal.js';

/** Currents that drive the neurons of one layer during a chunk on top of, or in place of, what their inputs send. */
export interface LayerStimulus {
  /** A layer of the network, not its input (whoever drives the input changes the input chunk). */
  readonly layer: string;
  /** `[steps × batch × units]`, step-major as everything the host hands over; added to the sums: `I_t = z_t + current_t`. */
  readonly currents: Float64Array;
  /** 1 for units whose sums are left out, `[units]`: `I_t = current_t`. Omitted: none. */
  readonly cut?: Uint8Array;
}

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

/**
 * What drives neurons that currents are injected into: `I_t = z_t + current_t`, or `current_t` for units that are cut.
 *
 * @param sums z, `[steps × batch × units]`, or constant; untouched.
 * @returns A new signal, never constant.
 */
export function stimulatedSums(sums: Signal, { currents, cut }: LayerStimulus): Signal {
  const z = withoutCut(sums.values, cut);
  return { values: currents.map((current, k) => z[k % z.length]! + current), constant: false };
}

/**
 * What a layer's units have, or earn, that are not cut; 0 for those that are.
 *
 * @param values `[rows × units]`. @returns A new array; without `cut` the values themselves.
 */
export function withoutCut(values: Float64Array, cut: Uint8Array | undefined): Float64Array {
  return cut ? values.map((value, k) => (cut[k % cut.length] ? 0 : value)) : values;
}

/** Pulses as currents of the layers that they name, one stimulus a layer; those of the input are left out. */
export function layerStimuli(
  layers: readonly { readonly id: string; readonly size: number }[],
  span: Span,
  stimuli: readonly Stimulus[],
): readonly LayerStimulus[] {
  return layers.flatMap(({ id, size }) => {
    const own = stimuli.filter(({ layer }) => layer === id);
    if (own.length === 0) return [];
    const nothing = { values: new Float64Array(span.steps * span.batch * size), constant: false };
    return [{ layer: id, currents: withStimuli(nothing, size, span, own).values }];
  });
}
