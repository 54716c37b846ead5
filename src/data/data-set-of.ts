import { HeavisideError } from '../core/heaviside-error.js';
import { type Shape, shapeText, sizeOf } from '../core/shape.js';
import { checkDataSet } from './check-data-set.js';
import type { DataSet } from './data-set.js';

/** Samples as people have them: one list of numbers each, in row-major order. */
export interface OwnSamples {
  readonly name?: string;
  /** Shape of one sample; omitted: a plain list of features. */
  readonly shape?: Shape;
  readonly samples: readonly ArrayLike<number>[];
  /** Class of each sample, 0..classes−1. */
  readonly labels: ArrayLike<number>;
  /** Omitted: one more than the largest label. */
  readonly classes?: number;
}

/**
 * Makes a data set of samples in memory; the values are copied (float32).
 *
 * @throws HeavisideError HV_DATA_ROW for a sample of another length, HV_DATA_LABEL_RANGE for a label
 *   that is not whole, and what `checkDataSet` throws.
 */
export function dataSetOf({ name = 'samples', shape, samples, labels, classes }: OwnSamples): DataSet {
  const extents = shape ?? [samples[0]?.length ?? 0];
  const size = sizeOf(extents);
  const values = new Float32Array(samples.length * size);
  samples.forEach((sample, index) => {
    if (sample.length !== size)
      throw new HeavisideError(
        'HV_DATA_ROW',
        'usage',
        `${name}, sample ${index}: expected ${size} values (${shapeText(extents)}), got ${sample.length}`,
      );
    values.set(sample, index * size);
  });
  const ownLabels = Int32Array.from(labels);
  // Typed arrays would cut 1.5 to 1 and NaN to 0 without a word.
  ownLabels.forEach((label, index) => {
    if (label !== labels[index])
      throw new HeavisideError(
        'HV_DATA_LABEL_RANGE',
        'usage',
        `${name}, sample ${index}: expected a whole number as label, got ${labels[index]}`,
      );
  });
  return checkDataSet({
    name,
    shape: extents,
    classes: classes ?? ownLabels.reduce((top, label) => Math.max(top, label + 1), 0),
    count: samples.length,
    labels: ownLabels,
    samples: { kind: 'values', values },
  });
}
