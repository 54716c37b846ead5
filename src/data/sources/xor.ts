import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { requireGeneratedSize } from './balanced-samples.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/**
 * Exclusive or: the points (low, low), (low, high), (high, low), (high, high) with labels 0, 1, 1, 0, `repeat` times
 * over. Both splits are the same.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`.
 */
export function xorDataSet(source: DataSourceDescription & { readonly source: 'xor' }): DataSet {
  const low = requireNumber('data.low', source.low);
  const high = requireNumber('data.high', source.high, { above: low });
  const count = 4 * requireWhole('data.repeat', source.repeat, SOURCE_OPTIONS.repeat);
  requireGeneratedSize(count, 2);
  const points = [low, low, low, high, high, low, high, high];
  const values = Float32Array.from({ length: 2 * count }, (_, at) => points[at % 8]!);
  const labels = Int32Array.from({ length: count }, (_, sample) => [0, 1, 1, 0][sample % 4]!);
  return { name: `xor ${source.split}`, shape: [2], classes: 2, count, labels, samples: { kind: 'values', values } };
}
