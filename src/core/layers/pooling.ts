import type { Windows } from './window.js';

/** Windows turned around: the pixels that each position sees, in row-major window order. */
export interface PoolGeometry {
  readonly channels: number;
  readonly pixels: number;
  readonly positions: number;
  /** `[positions × taps]`: pixel behind each tap. Pools have no padding, so every tap has one. */
  readonly pixelOf: Uint32Array;
  readonly taps: number;
}

export function poolGeometry(channels: number, taps: number, windows: Windows): PoolGeometry {
  const pixels = windows.offsets.length - 1;
  const positions = windows.height * windows.width;
  const pixelOf = new Uint32Array(positions * taps);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let k = windows.offsets[pixel]!; k < windows.offsets[pixel + 1]!; k++)
      pixelOf[windows.position[k]! * taps + windows.tap[k]!] = pixel;
  return { channels, pixels, positions, pixelOf, taps };
}

/**
 * Largest value of each window, and which input it came from. Ties: the first in row-major window order.
 *
 * @param inputs `[rows × channels · pixels]`.
 * @returns `values` and `winners` (indices into `inputs`), `[rows × channels · positions]`.
 */
export function maxPool(
  inputs: Float64Array,
  rows: number,
  g: PoolGeometry,
): { readonly values: Float64Array; readonly winners: Uint32Array } {
  const planes = rows * g.channels;
  const values = new Float64Array(planes * g.positions);
  const winners = new Uint32Array(values.length);
  for (let plane = 0; plane < planes; plane++)
    for (let p = 0; p < g.positions; p++) {
      let winner = plane * g.pixels + g.pixelOf[p * g.taps]!;
      for (let tap = 1; tap < g.taps; tap++) {
        const rival = plane * g.pixels + g.pixelOf[p * g.taps + tap]!;
        if (inputs[rival]! > inputs[winner]!) winner = rival;
      }
      values[plane * g.positions + p] = inputs[winner]!;
      winners[plane * g.positions + p] = winner;
    }
  return { values, winners };
}

/** All reward of a maximum goes to the input that won. `rewards`: `[rows × channels · positions]`. */
export function rewardThroughMaxPool(rewards: Float64Array, winners: Uint32Array, inputLength: number): Float64Array {
  const sent = new Float64Array(inputLength);
  for (let k = 0; k < rewards.length; k++) sent[winners[k]!]! += rewards[k]!;
  return sent;
}

/** Mean of each window: a linear layer with weights 1 / taps. */
export function averagePool(inputs: Float64Array, rows: number, g: PoolGeometry): Float64Array {
  const planes = rows * g.channels;
  const values = new Float64Array(planes * g.positions);
  for (let plane = 0; plane < planes; plane++)
    for (let p = 0; p < g.positions; p++) {
      let sum = 0;
      for (let tap = 0; tap < g.taps; tap++) sum += inputs[plane * g.pixels + g.pixelOf[p * g.taps + tap]!]!;
      values[plane * g.positions + p] = sum / g.taps;
    }
  return values;
}

/** `R_in[i] = x[i] · (1 / taps) · Σ n` over the windows that see i; `normed` is n = R / s(mean). */
export function rewardThroughAveragePool(
  normed: Float64Array,
  inputs: Float64Array,
  rows: number,
  g: PoolGeometry,
): Float64Array {
  const sent = new Float64Array(inputs.length);
  for (let plane = 0; plane < rows * g.channels; plane++)
    for (let p = 0; p < g.positions; p++) {
      const share = normed[plane * g.positions + p]! / g.taps;
      for (let tap = 0; tap < g.taps; tap++) {
        const input = plane * g.pixels + g.pixelOf[p * g.taps + tap]!;
        sent[input]! += inputs[input]! * share;
      }
    }
  return sent;
}
