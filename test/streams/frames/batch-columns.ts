import type { BatchColumns } from '../../../src/streams/frames/view-frame.js';

/** Batches from one number on: accuracy = step / 1000, reward = step, one epoch each 10 batches, no spikes. */
export function batchColumns(first: number, count: number): BatchColumns {
  const steps = Array.from({ length: count }, (_, k) => first + k);
  return {
    step: Uint32Array.from(steps),
    epoch: Float32Array.from(steps, (step) => step / 10),
    accuracy: Float32Array.from(steps, (step) => step / 1000),
    reward: Float32Array.from(steps),
    spikesPerSample: Float32Array.from(steps, () => Number.NaN),
    learningRate: Float32Array.from(steps, () => 0.5),
  };
}
