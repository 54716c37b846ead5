import type { RunEvent } from '../../run/run-event.js';
import type { BatchColumns } from './view-frame.js';

type Batch = Extract<RunEvent, { kind: 'batch-trained' }>;

/** Gathers batches that are told one by one into columns. */
export class BatchGatherer {
  #batches: { readonly batch: Batch; readonly epoch: number }[] = [];

  get count(): number {
    return this.#batches.length;
  }

  /** @param epoch Epochs done after the batch, as a fraction. */
  add(batch: Batch, epoch: number): void {
    this.#batches.push({ batch, epoch });
  }

  /** What has gathered, and begins anew; undefined when that is nothing. */
  take(): BatchColumns | undefined {
    const batches = this.#batches;
    if (batches.length === 0) return undefined;
    this.#batches = [];
    return {
      step: Uint32Array.from(batches, ({ batch }) => batch.step),
      epoch: Float32Array.from(batches, ({ epoch }) => epoch),
      accuracy: Float32Array.from(batches, ({ batch }) => batch.accuracy),
      reward: Float32Array.from(batches, ({ batch }) => batch.reward),
      spikesPerSample: Float32Array.from(batches, ({ batch }) => batch.spikesPerSample ?? Number.NaN),
      learningRate: Float32Array.from(batches, ({ batch }) => batch.learningRate),
    };
  }
}
