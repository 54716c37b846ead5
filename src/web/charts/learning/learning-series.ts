import type { FrameOf, RunStore } from '../../view/run-store.js';
import { lastAtOrBefore } from '../plot/curve.js';

/** A quantity that is followed while a run learns. */
export interface Quantity {
  readonly name: 'accuracy' | 'reward' | 'spikesPerSample' | 'learningRate';
  readonly title: string;
  /** Name of the metric on training samples, over an epoch. */
  readonly train?: string;
  /** Name of the metric on test samples. */
  readonly test?: string;
  /** Between 0 and 1, read in percent. */
  readonly isShare?: true;
}

export const QUANTITIES: readonly Quantity[] = [
  { name: 'accuracy', title: 'Accuracy', train: 'accuracy(train)', test: 'accuracy(test)', isShare: true },
  { name: 'reward', title: 'Reward', train: 'reward(train)', test: 'reward' },
  { name: 'spikesPerSample', title: 'Spikes per sample', train: 'spikesPerSample(train)', test: 'spikesPerSample' },
  { name: 'learningRate', title: 'Learning rate' },
];

/** Points of a curve over epochs. */
export interface Points {
  readonly epochs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** One quantity of one run: of single batches, of whole epochs, and on the test samples. */
export interface LearningSeries {
  readonly batches: Points;
  readonly train: Points;
  readonly test: Points;
}

function ofMetrics(metrics: readonly FrameOf<'metrics'>[], split: 'train' | 'test', name: string | undefined): Points {
  const told = metrics.filter(
    (frame) => frame.split === split && name !== undefined && frame.metrics[name] !== undefined,
  );
  return { epochs: told.map(({ epoch }) => epoch), values: told.map(({ metrics }) => metrics[name!]!) };
}

/** Takes one quantity out of a run. Arrays of batches are the store's own: valid until it takes the next frame in. */
export function learningSeries(
  { batches, metrics }: Pick<RunStore, 'batches' | 'metrics'>,
  { name, train, test }: Quantity,
): LearningSeries {
  return {
    batches: { epochs: batches.column('epoch'), values: batches.column(name) },
    train: ofMetrics(metrics, 'train', train),
    test: ofMetrics(metrics, 'test', test),
  };
}

/** Whether anybody measured it. */
export function isMeasured({ batches, train, test }: LearningSeries): boolean {
  return [batches, train, test].some(({ values }) => Array.prototype.some.call(values, Number.isFinite));
}

/** The value that stood at an epoch, the last one before it; undefined when there was none. */
export function valueAt(
  { epochs, values }: Points,
  epoch: number,
): { readonly epoch: number; readonly value: number } | undefined {
  for (let at = lastAtOrBefore(epochs, epoch); at >= 0; at--)
    if (Number.isFinite(values[at]!)) return { epoch: epochs[at]!, value: values[at]! };
  return undefined;
}
