import { expect, test } from 'vitest';
import type { DataSet } from '../../src/index.js';
import { createRandomStreams, dataSetOf, dense, loadDataSet, neuron, trainNetwork } from '../../src/index.js';

const source = { source: 'randman', samples: 1000, classes: 10, units: 100, dimensions: 2, smoothness: 2 } as const;

/** Spikes of each unit in each sample, with the times thrown away. */
function countsOf({ samples, count, labels, classes }: DataSet): DataSet {
  if (samples.kind !== 'spikes') throw new Error('randman should give spike trains');
  const rows = Array.from({ length: count }, (_, sample) => {
    const row = new Float32Array(source.units);
    for (let k = samples.offsets[sample]!; k < samples.offsets[sample + 1]!; k++) row[samples.units[k]!]!++;
    return row;
  });
  return dataSetOf({ name: 'randman counts', samples: rows, labels, classes });
}

test('a classifier of spike counts stays at chance on the random manifolds', async () => {
  const streams = createRandomStreams(0);
  const train = countsOf(await loadDataSet({ ...source, split: 'train' }, streams));
  const test_ = countsOf(await loadDataSet({ ...source, split: 'test' }, streams));
  const network = {
    input: { id: 'in', shape: [source.units] },
    layers: [dense('h1', 64, neuron('relu')), dense('out', source.classes, neuron('identity'))],
    readout: 'last',
  } as const;
  let accuracy = Number.NaN;
  for await (const event of trainNetwork({ network, data: { train, test: test_ }, epochs: 20 }))
    if (event.kind === 'run-ended') accuracy = event.metrics['accuracy(test)']!;
  // Every sample has the same counts, so every sample gets the same answer: one class in ten is right.
  expect(accuracy).toBeCloseTo(0.1, 12);
});
