import type { Tensors } from '../../../src/core/layers/tensors.js';
import { freshOptimizer } from '../../../src/core/optimizers/optimizer-step.js';
import type { ResponsibilityState } from '../../../src/core/responsibility/gradient-step.js';
import type { LabelledBatch } from '../../../src/core/responsibility/network-gradients.js';
import type { DataSet } from '../../../src/data/data-set.js';
import { loadDataSet } from '../../../src/data/load-data-set.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { shuffledIndices } from '../../../src/data/shuffled-indices.js';

/** The embedded digits as one batch: 64 grey levels in [0, 1] a sample. */
export async function digits(split: 'train' | 'test'): Promise<LabelledBatch> {
  const { samples, labels }: DataSet = await loadDataSet({ source: 'digits', split }, createRandomStreams(1));
  if (samples.kind !== 'values') throw new Error('expected analog samples');
  return { inputs: Float64Array.from(samples.values), labels };
}

/** Where a lesson learns from, how long and how. */
export interface Lesson {
  readonly train: LabelledBatch;
  readonly features: number;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly learn: (state: ResponsibilityState, batch: LabelledBatch) => ResponsibilityState;
}

/** Learns for so many epochs in batches, every epoch in another order. */
export function taught(tensors: Tensors, { train, features, epochs, batch, seed, learn }: Lesson): Tensors {
  const order = createRandomStreams(seed).stream('order');
  let state: ResponsibilityState = { tensors, optimizer: freshOptimizer };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const shuffled = shuffledIndices(train.labels.length, order);
    for (let start = 0; start < shuffled.length; start += batch) {
      const chosen = shuffled.subarray(start, start + batch);
      const inputs = new Float64Array(chosen.length * features);
      chosen.forEach((sample, row) => {
        inputs.set(train.inputs.subarray(sample * features, (sample + 1) * features), row * features);
      });
      state = learn(state, { inputs, labels: Int32Array.from(chosen, (sample) => train.labels[sample]!) });
    }
  }
  return state.tensors;
}

/** Share of samples whose largest output is their label. */
export function accuracyOf(outputs: Float64Array, labels: Int32Array): number {
  const classes = outputs.length / labels.length;
  const right = labels.filter((label, sample) => {
    const row = outputs.subarray(sample * classes, (sample + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}
