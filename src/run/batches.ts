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

/** Cuts an order of samples into batches; all of them are shown once. The batches are views of `order`. */
export function* batches(order: Uint32Array, batch: number): Generator<Uint32Array> {
  for (let start = 0; start < order.length; start += batch) yield order.subarray(start, start + batch);
}

/** Encodes a batch of samples. */
export function presentation(
  { dataSet, encoder, steps }: Shown,
  indices: Uint32Array,
  random: RandomSource,
): Presentation {
  return {
    input: encoder.encode(dataSet, indices, steps, random),
    labels: Int32Array.from(indices, (index) => dataSet.labels[index]!),
    steps,
    samples: indices,
  };
}
