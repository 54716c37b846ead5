import { expect, test } from 'vitest';
import { checkDataSet } from '../../src/data/check-data-set.js';
import type { DataSet } from '../../src/data/data-set.js';

const analog = (change: Partial<DataSet> = {}, values = [0, 1, 2, 3]): DataSet => ({
  name: 'points',
  shape: [2],
  classes: 2,
  count: 2,
  labels: Int32Array.of(0, 1),
  samples: { kind: 'values', values: Float32Array.from(values) },
  ...change,
});

const trains = (times: number[], units: number[], offsets = [0, 1, times.length]): DataSet =>
  analog({
    samples: {
      kind: 'spikes',
      offsets: Uint32Array.from(offsets),
      times: Float32Array.from(times),
      units: Uint32Array.from(units),
    },
  });

test('sound data pass as they are', () => {
  const [values, spikes] = [analog(), trains([0.5, 0.25, 0.25], [1, 1, 0])];
  expect(checkDataSet(values)).toBe(values);
  expect(checkDataSet(spikes)).toBe(spikes);
});

const unsound: readonly (readonly [data: DataSet, code: string, message: string])[] = [
  [analog({ count: 0, labels: new Int32Array(0) }, []), 'HV_DATA_EMPTY', 'points: expected at least 1 sample, got 0'],
  [analog({ labels: Int32Array.of(0) }), 'HV_DATA_COUNT', 'points: expected 2 labels (one a sample), got 1'],
  [analog({}, [0, 1, 2]), 'HV_DATA_COUNT', 'points: expected 4 values (2 samples of 2), got 3'],
  [analog({ labels: Int32Array.of(0, 2) }), 'HV_DATA_LABEL_RANGE', 'points: sample 1: expected a label in 0..1, got 2'],
  [
    analog({ labels: Int32Array.of(-1, 0) }),
    'HV_DATA_LABEL_RANGE',
    'points: sample 0: expected a label in 0..1, got -1',
  ],
  [
    analog({}, [0, 1, 2, Number.NaN]),
    'HV_DATA_NOT_FINITE',
    'points: sample 1, feature 1: expected a finite number, got NaN',
  ],
  [
    analog({}, [0, -Infinity, 2, 3]),
    'HV_DATA_NOT_FINITE',
    'points: sample 0, feature 1: expected a finite number, got -Infinity',
  ],
  [trains([0.5, 1], [0, 0]), 'HV_DATA_SPIKE_TIME', 'points: sample 1, spike 0: expected a time in [0, 1), got 1'],
  [
    trains([0.5, Number.NaN], [0, 0]),
    'HV_DATA_SPIKE_TIME',
    'points: sample 1, spike 0: expected a time in [0, 1), got NaN',
  ],
  [
    trains([0.5, 0.75, 0.25], [0, 0, 0]),
    'HV_DATA_SPIKE_ORDER',
    'points: sample 1, spike 1: expected times in ascending order, got 0.25 after 0.75',
  ],
  [trains([0.5, 0.5], [0, 2]), 'HV_DATA_SPIKE_UNIT', 'points: sample 1, spike 0: expected a unit in 0..1, got 2'],
  [
    trains([0.5], [0], [0, 2, 1]),
    'HV_DATA_SPIKE_ORDER',
    'points: sample 1: expected ascending offsets, got 2 before 1',
  ],
  [trains([0.5], [0], [0, 1]), 'HV_DATA_COUNT', 'points: expected 3 offsets (one more than samples), got 2'],
];

test.each(unsound.map(([data, code, message]) => ({ data, code, message })))(
  'is refused: $message',
  ({ data, code, message }) => {
    expect(() => checkDataSet(data)).toThrow(expect.objectContaining({ code, message, kind: 'usage' }));
  },
);
