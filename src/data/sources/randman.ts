import type { RandomSource } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { balancedLabels, requireGeneratedSize } from './balanced-samples.js';
import { drawRangeProbes, drawSpikeTime } from './random-manifold.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/** Units of one sample by time, `times[sample × units]` in unit order; equal times keep the order of units. */
function sortedByTime(times: Float32Array, units: number): { times: Float32Array; units: Uint32Array } {
  const sorted = { times: new Float32Array(times.length), units: new Uint32Array(times.length) };
  for (let from = 0; from < times.length; from += units) {
    const order = Array.from({ length: units }, (_, unit) => unit);
    order.sort((a, b) => times[from + a]! - times[from + b]!);
    sorted.units.set(order, from);
    sorted.times.set(
      order.map((unit) => times[from + unit]!),
      from,
    );
  }
  return sorted;
}

/**
 * Spike trains on smooth random manifolds: a class is a manifold that maps points of [0, 1]^dimensions to the spike
 * times of `units` units. Every unit spikes exactly once a sample, so spike counts tell nothing: only times do.
 *
 * @param manifolds Draws the manifolds; the same for both splits.
 * @param points    Draws the points, uniform on the manifold; another for each split.
 * @throws HeavisideError `HV_OPTION_RANGE`.
 * @see Zenke & Vogels 2021, Neural Computation 33(4), https://doi.org/10.1162/neco_a_01367
 */
export function randmanDataSet(
  source: DataSourceDescription & { readonly source: 'randman' },
  manifolds: RandomSource,
  points: RandomSource,
): DataSet {
  const count = source.samples;
  const classes = requireWhole('data.classes', source.classes, SOURCE_OPTIONS.classes);
  const units = requireWhole('data.units', source.units, SOURCE_OPTIONS.units);
  const dimensions = requireWhole('data.dimensions', source.dimensions, SOURCE_OPTIONS.dimensions);
  const smoothness = requireNumber('data.smoothness', source.smoothness, SOURCE_OPTIONS.smoothness);
  requireGeneratedSize(count, units);

  const labels = balancedLabels(count, classes);
  const coordinates = Float64Array.from({ length: count * dimensions }, () => points());
  const probes = drawRangeProbes(dimensions, manifolds);
  const times = new Float32Array(count * units);
  for (let label = 0; label < classes; label++) {
    for (let unit = 0; unit < units; unit++) {
      const spikeTime = drawSpikeTime(dimensions, smoothness, probes, manifolds);
      for (let sample = label; sample < count; sample += classes) {
        times[sample * units + unit] = spikeTime(coordinates, sample * dimensions);
      }
    }
  }
  const offsets = Uint32Array.from({ length: count + 1 }, (_, sample) => sample * units);
  const samples = { kind: 'spikes', offsets, ...sortedByTime(times, units) } as const;
  return { name: `randman ${source.split}`, shape: [units], classes, count, labels, samples };
}
