import type { LayerSpikes } from '../run/watch/look.js';
import type { Alphabet } from './terminal-alphabet.js';

/** How the steps of a presentation become columns of dots: a step has several dots, or a dot has several steps. */
export interface TimeScale {
  readonly steps: number;
  readonly stepsPerBin: number;
  /** Dots from one bin to the next. */
  readonly pitch: number;
}

/** Widest distance of two steps in characters: farther apart a raster no longer reads as one picture. */
const WIDEST = 2;

/** Lays `steps` (>= 1) on so many dots (>= 1). Spikes of neighbouring steps are kept apart where there is room. */
export function timeScale(steps: number, dots: number, { across }: Alphabet): TimeScale {
  const stepsPerBin = Math.ceil(steps / dots);
  const pitch = stepsPerBin > 1 ? 1 : Math.min(WIDEST * across, Math.floor(dots / steps));
  return { steps, stepsPerBin, pitch };
}

/** Spikes of a layer, counted in rows of neurons and bins of steps. */
export interface SpikeBins {
  readonly rows: number;
  readonly bins: number;
  /** `[rows × bins]`. */
  readonly counts: Uint32Array;
  readonly neuronsPerRow: number;
  /** A dot is lit by so many spikes or more. */
  readonly litFrom: number;
}

/**
 * Counts the spikes of a layer of `size` neurons in at most `rows` rows. Where a dot stands for one neuron and one
 * step, one spike lights it. Where it stands for several, it takes as many spikes as leave at least half of the dots
 * dark: a layer of thousands would be one bright block otherwise.
 */
export function spikeBins(
  { times, units }: LayerSpikes,
  size: number,
  rows: number,
  { steps, stepsPerBin }: TimeScale,
): SpikeBins {
  const neuronsPerRow = Math.ceil(size / rows);
  const used = Math.ceil(size / neuronsPerRow);
  const bins = Math.ceil(steps / stepsPerBin);
  const counts = new Uint32Array(used * bins);
  times.forEach((time, k) => {
    counts[Math.floor(units[k]! / neuronsPerRow) * bins + Math.floor(time / stepsPerBin)]!++;
  });
  const single = neuronsPerRow === 1 && stepsPerBin === 1;
  return { rows: used, bins, counts, neuronsPerRow, litFrom: single ? 1 : litFrom(counts) };
}

/** The least count that at most half of the bins reach; the highest count where that would leave none. */
function litFrom(counts: Uint32Array): number {
  const ordered = counts.toSorted();
  const highest = ordered.at(-1) ?? 0;
  const middle = ordered[Math.ceil(counts.length / 2) - 1] ?? 0;
  return Math.max(1, Math.min(highest, middle + 1));
}

/** The dots as lines of text, without blanks at the ends. */
export function dotLines({ rows, bins, counts, litFrom }: SpikeBins, pitch: number, alphabet: Alphabet): string[] {
  const { across, down, character } = alphabet;
  const perLine = Math.ceil((bins * pitch) / across);
  const masks = new Uint8Array(Math.ceil(rows / down) * perLine);
  const tick = Math.max(1, pitch - 1);
  counts.forEach((count, k) => {
    if (count < litFrom) return;
    const row = Math.floor(k / bins);
    const first = (k % bins) * pitch;
    for (let dot = first; dot < first + tick; dot++) {
      const bit = (dot % across) * down + (row % down);
      masks[Math.floor(row / down) * perLine + Math.floor(dot / across)]! |= 1 << bit;
    }
  });
  return Array.from({ length: masks.length / perLine }, (_, line) =>
    Array.from(masks.subarray(line * perLine, (line + 1) * perLine), character)
      .join('')
      .trimEnd(),
  );
}
