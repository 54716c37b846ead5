import { initialWeights } from '../../../src/core/initializers.js';
import { oneHot } from '../../../src/core/losses/loss.js';
import { loadDataSet } from '../../../src/data/load-data-set.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

/** Handwritten digits as rows of 64 values in 0..1, the first `count` of a split. */
async function digitRows(split: 'train' | 'test', count: number) {
  const { samples, labels } = await loadDataSet({ source: 'digits', split }, createRandomStreams(1));
  if (samples.kind !== 'values') throw new Error('expected analog samples');
  return { inputs: Float64Array.from(samples.values.subarray(0, 64 * count)), labels: labels.slice(0, count) };
}

/** 500 training digits, the 359 of the test split, and a 64-32-10 network with biases that has not learned yet. */
export async function digitsProblem() {
  const [train, held] = [await digitRows('train', 500), await digitRows('test', 359)];
  const random = createRandomStreams(1).stream('weights');
  const drawn = (fanOut: number, fanIn: number) =>
    initialWeights({ kind: 'kaiming-normal' }, fanIn * fanOut, { fanIn, fanOut }, random);
  const network = {
    inputs: 64,
    hidden: 32,
    outputs: 10,
    hiddenWeights: drawn(32, 64),
    hiddenBias: new Float64Array(32),
    outputWeights: drawn(10, 32),
    outputBias: new Float64Array(10),
  };
  return { network, train, held, targets: oneHot(train.labels, 10) };
}

/** Batches of a walk through the samples: epoch by epoch, each in an order of its own. */
export function shuffledBatches(samples: number, size: number, steps: number): number[][] {
  const random = createRandomStreams(2).stream('order');
  const batches: number[][] = [];
  while (batches.length < steps) {
    const order = Array.from({ length: samples }, (_, i) => i);
    for (let i = samples - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (let from = 0; from + size <= samples && batches.length < steps; from += size)
      batches.push(order.slice(from, from + size));
  }
  return batches;
}
