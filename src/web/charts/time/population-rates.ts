import { knownUnits, type RasterRows } from '../../view/raster-rows.js';
import { firstAtOrAfter, type SpikeSeries } from '../../view/spike-series.js';
import type { RateKernel, TimeWindow } from '../../view/view-state.js';
import { layerOfRow } from './row-layout.js';

/** No curve has more points: bins become wider. */
export const MOST_POINTS = 2000;
/** Bins under a Gaussian are this much narrower than its standard deviation where steps allow it. */
const FINENESS = 16;
/** A Gaussian is cut off after so many standard deviations. */
const REACH = 4;

/** Rates of layers over time. */
export interface PopulationRates {
  /** Steps of a bin. */
  readonly binSteps: number;
  /** First step of each bin, ascending. */
  readonly starts: Float64Array;
  /** For each layer with rows the rate in each bin, in spikes of a neuron and step; NaN where nothing was shown. */
  readonly rates: readonly Float64Array[];
}

/** Which part of the time axis something was shown in: `from <= step < to`, ascending, apart. */
type Shown = readonly TimeWindow[];

type Spikes = Pick<SpikeSeries, 'times' | 'rows'>;

/**
 * Rates of all layers in a window, from one pass over its spikes.
 *
 * Bins: `rate = spikes / (neurons · steps shown)`. Gaussian of standard deviation σ:
 * `rate(t) = Σ_b spikes_b · g(t − t_b) / (neurons · Σ_b steps_b · g(t − t_b))`, `g(x) = exp(−x² / 2σ²)`: what was not shown
 * has no weight. Bins lie on multiples of their width, so that they stay the same when the window moves; at the window's
 * ends they are whole.
 *
 * @param kernel Width of a bin, or σ, in steps; > 0.
 * @param shown  All that is kept. A series may still have spikes from before it: they do not count.
 */
export function populationRates(
  spikes: SpikeSeries,
  rows: RasterRows,
  window: TimeWindow,
  kernel: RateKernel,
  shown: Shown,
): PopulationRates {
  const gaussian = kernel.kind === 'gaussian';
  const asked = Math.max(1, Math.floor(gaussian ? kernel.width / FINENESS : kernel.width));
  const binSteps =
    asked * 2 ** Math.max(0, Math.ceil(Math.log2((window.to - window.from) / asked / (MOST_POINTS - 2))));
  const deviation = kernel.width / binSteps;
  const margin = gaussian ? Math.ceil(REACH * deviation) : 0;
  const first = Math.floor(window.from / binSteps);
  const points = Math.ceil(window.to / binSteps) - first;
  const from = Math.max(0, first - margin);
  const bins = first + points + margin - from;
  const counts = binLayers(spikesFrom(spikes, shown[0]?.from ?? 0), rows, from, binSteps, bins);
  const covered = coveredSteps(shown, from, binSteps, bins);
  const skip = first - from;
  const weights = gaussian
    ? Float64Array.from({ length: margin + 1 }, (_, k) => Math.exp(-0.5 * (k / deviation) ** 2))
    : [1];
  return {
    binSteps,
    starts: Float64Array.from({ length: points }, (_, bin) => (first + bin) * binSteps),
    rates: rows.layers.map(({ layer }, number) =>
      smoothed(counts[number]!, covered, weights, skip, points).map((rate) => rate / knownUnits(layer)),
    ),
  };
}

function spikesFrom({ times, rows }: Spikes, step: number): Spikes {
  const begin = firstAtOrAfter(times, step);
  return { times: times.subarray(begin), rows: rows.subarray(begin) };
}

/** Spikes of each layer in bins, in one pass. */
export function binLayers(
  { times, rows }: Spikes,
  raster: RasterRows,
  firstBin: number,
  binSteps: number,
  bins: number,
): readonly Float64Array[] {
  const counts = raster.layers.map(() => new Float64Array(bins));
  const layers = layerOfRow(raster);
  const end = firstAtOrAfter(times, (firstBin + bins) * binSteps);
  for (let k = firstAtOrAfter(times, firstBin * binSteps); k < end; k++)
    counts[layers[rows[k]!]!]![Math.floor(times[k]! / binSteps) - firstBin]!++;
  return counts;
}

/** Steps of each bin in which something was shown. */
function coveredSteps(shown: Shown, firstBin: number, binSteps: number, bins: number): Float64Array {
  const covered = new Float64Array(bins);
  for (const { from, to } of shown) {
    const first = Math.max(0, Math.floor(from / binSteps) - firstBin);
    const last = Math.min(bins - 1, Math.ceil(to / binSteps) - 1 - firstBin);
    for (let bin = first; bin <= last; bin++) {
      const start = (firstBin + bin) * binSteps;
      covered[bin]! += Math.min(to, start + binSteps) - Math.max(from, start);
    }
  }
  return covered;
}

/** Spikes by steps shown, both under a symmetric kernel; NaN for bins in which nothing was shown. */
function smoothed(
  counts: Float64Array,
  covered: Float64Array,
  weights: ArrayLike<number>,
  skip: number,
  points: number,
): Float64Array {
  const reach = weights.length - 1;
  return Float64Array.from({ length: points }, (_, point) => {
    const middle = skip + point;
    if (covered[middle] === 0) return Number.NaN;
    let spikes = 0;
    let steps = 0;
    const last = Math.min(counts.length - 1, middle + reach);
    for (let bin = Math.max(0, middle - reach); bin <= last; bin++) {
      const weight = weights[Math.abs(bin - middle)]!;
      spikes += weight * counts[bin]!;
      steps += weight * covered[bin]!;
    }
    return spikes / steps;
  });
}
