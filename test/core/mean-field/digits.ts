import { oneHot } from '../../../src/core/losses/loss.js';
import { largest } from '../../../src/core/losses/softmax.js';
import type { RandomSource } from '../../../src/core/random-source.js';
import { loadDataSet } from '../../../src/data/load-data-set.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { shuffledIndices } from '../../../src/data/shuffled-indices.js';

/** Digits as rows of numbers. */
export interface Digits {
  readonly count: number;
  /** `[count × 64]` */
  readonly inputs: Float64Array;
  readonly labels: Int32Array;
}

export async function digits(split: 'train' | 'test'): Promise<Digits> {
  const { count, labels, samples } = await loadDataSet({ source: 'digits', split }, createRandomStreams(1));
  if (samples.kind !== 'values') throw new Error('digits should be values');
  return { count, labels, inputs: Float64Array.from(samples.values) };
}

/** Full batches of an epoch in random order; what is left over is not used. */
export function batchesOf({ count, inputs, labels }: Digits, batch: number, random: RandomSource) {
  const order = shuffledIndices(count, random);
  return Array.from({ length: Math.floor(count / batch) }, (_, b) => {
    const chosen = [...order.subarray(b * batch, (b + 1) * batch)];
    return {
      inputs: Float64Array.from(chosen.flatMap((sample) => [...inputs.subarray(sample * 64, (sample + 1) * 64)])),
      targets: oneHot(
        chosen.map((sample) => labels[sample]!),
        10,
      ),
    };
  });
}

/** Share of the rows whose largest logit is the label's. */
export function accuracy(logits: Float64Array, labels: Int32Array): number {
  const right = labels.filter((label, sample) => {
    const row = logits.subarray(sample * 10, (sample + 1) * 10);
    return row[label] === largest(row);
  });
  return right.length / labels.length;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
