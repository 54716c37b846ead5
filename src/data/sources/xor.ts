import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { requireGeneratedSize } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/**
 * Exclusive or: the points (low, low), (low, high), (high, low), (high, high) with labels 0, 1, 1, 0, `repeat` times
 * over; with `point` n the n-th of them alone. Both splits are the same.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`.
 */
export function xorDataSet(source: DataSourceDescription & { readonly source: 'xor' }): DataSet {
  const low = requireNumber('data.low', source.low);
  const high = requireNumber('data.high', source.high, { above: low });
  const point = requireWhole('data.point', source.point, SOURCE_OPTIONS.point);
  const chosen = point === 0 ? [0, 1, 2, 3] : [point - 1];
  const count = chosen.length * requireWhole('data.repeat', source.repeat, SOURCE_OPTIONS.repeat);
  requireGeneratedSize(count, 2);
  const cornerOf = (sample: number): number => chosen[sample % chosen.length]!;
  const points = [low, low, low, high, high, low, high, high];
  const values = Float32Array.from({ length: 2 * count }, (_, at) => {
    return points[2 * cornerOf(at >> 1) + (at % 2)]!;
  });
  const labels = Int32Array.from({ length: count }, (_, sample) => [0, 1, 1, 0][cornerOf(sample)]!);
  return { name: `xor ${source.split}`, shape: [2], classes: 2, count, labels, samples: { kind: 'values', values } };
}
