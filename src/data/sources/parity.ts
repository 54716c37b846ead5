import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import type { DataSourceDescription } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

/**
 * All 2ⁿ patterns of n bits in counting order, the most significant bit first; label = number of high bits mod 2.
 * Both splits are the same.
 *
 * @throws HeavisideError `HV_OPTION_RANGE`; at most 20 bits (a million patterns).
 */
export function parityDataSet(source: DataSourceDescription & { readonly source: 'parity' }): DataSet {
  const bits = requireWhole('data.bits', source.bits, SOURCE_OPTIONS.bits);
  const low = requireNumber('data.low', source.low);
  const high = requireNumber('data.high', source.high, { above: low });
  const count = 2 ** bits;
  const values = new Float32Array(count * bits);
  const labels = new Int32Array(count);
  for (let pattern = 0; pattern < count; pattern++) {
    for (let bit = 0; bit < bits; bit++) {
      const set = (pattern >> (bits - 1 - bit)) & 1;
      values[pattern * bits + bit] = set === 1 ? high : low;
      labels[pattern] = labels[pattern]! ^ set;
    }
  }
  const name = `parity ${source.split}`;
  return { name, shape: [bits], classes: 2, count, labels, samples: { kind: 'values', values } };
}
