import type { RandomSource } from '../core/random-source.js';
import type { DataSet } from '../data/data-set.js';
import type { Encoder } from '../data/encoders/encoder.js';
import type { Presentation } from '../trainers/presentation.js';

/** A data set with the encoder that shows it. */
export interface Shown {
  readonly dataSet: DataSet;
  readonly encoder: Encoder;
  readonly steps: number;
}

/** Number of batches that a pass over the data takes; the last one may be smaller. */
export function batchCount(samples: number, batch: number): number {
  return Math.ceil(samples / batch);
}

/**
 * Encodes batches of samples in the given order, one at a time as they are asked for.
 *
 * @param order Sample indices; all of them are shown once.
 */
export function* batches(
  { dataSet, encoder, steps }: Shown,
  order: Uint32Array,
  batch: number,
  random: RandomSource,
): Generator<Presentation> {
  for (let start = 0; start < order.length; start += batch) {
    const indices = order.subarray(start, start + batch);
    yield {
      input: encoder.encode(dataSet, indices, steps, random),
      labels: Int32Array.from(indices, (index) => dataSet.labels[index]!),
      steps,
    };
  }
}
