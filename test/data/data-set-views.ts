import { sizeOf } from '../../src/core/shape.js';
import type { DataSet, SampleSpikes } from '../../src/data/data-set.js';

/** Samples of each class. */
export function labelCounts({ labels, classes }: DataSet): number[] {
  return Array.from({ length: classes }, (_, label) => labels.filter((other) => other === label).length);
}

/** Values of one analog sample. */
export function sampleValues({ samples, shape }: DataSet, sample: number): number[] {
  if (samples.kind !== 'values') throw new Error('expected analog samples');
  const size = sizeOf(shape);
  return [...samples.values.subarray(sample * size, (sample + 1) * size)];
}

export function spikeTrains({ samples }: DataSet): SampleSpikes {
  if (samples.kind !== 'spikes') throw new Error('expected spike trains');
  return samples;
}
