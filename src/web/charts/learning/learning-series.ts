import type { FrameOf } from '../../../streams/frames/view-frame.js';
import type { RunStore } from '../../view/run-store.js';
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

type Told = Pick<RunStore, 'batches' | 'metrics' | 'facts'>;

function ofMetrics(metrics: readonly FrameOf<'metrics'>[], split: 'train' | 'test', name: string | undefined): Points {
  const told = metrics.filter(
    (frame) => frame.split === split && name !== undefined && frame.metrics[name] !== undefined,
  );
  return { epochs: told.map(({ epoch }) => epoch), values: told.map(({ metrics }) => metrics[name!]!) };
}

/** Whether metrics are of a phase that only tests: they belong to no curve. */
export function isOfTest({ facts }: Pick<RunStore, 'facts'>, { phase }: FrameOf<'metrics'>): boolean {
  return phase !== undefined && facts?.phases?.find(({ id }) => id === phase)?.kind === 'test';
}

/** Takes one quantity out of a run. Arrays of batches are the store's own: valid until it takes the next frame in. */
export function learningSeries({ batches, metrics, facts }: Told, { name, train, test }: Quantity): LearningSeries {
  const learned = metrics.filter((frame) => !isOfTest({ facts }, frame));
  return {
    batches: { epochs: batches.column('epoch'), values: batches.column(name) },
    train: ofMetrics(learned, 'train', train),
    test: ofMetrics(learned, 'test', test),
  };
}

/** What is kept of a run that was too long to keep all of it. */
interface KeptPoints {
  /** Training epochs. */
  readonly train: number;
  /** Training epochs that there were, from the first to the newest that is kept. */
  readonly epochs: number;
  readonly tests: number;
}

/** Undefined where no training epoch is missing: each one is told when it ends, and thinned with the tests. */
export function keptPoints({ metrics }: Pick<RunStore, 'metrics'>): KeptPoints | undefined {
  const trained = metrics.filter(({ split }) => split === 'train').map(({ epoch }) => epoch);
  if (trained.length === 0) return undefined;
  const epochs = trained.at(-1)! - trained[0]! + 1;
  if (trained.length === epochs) return undefined;
  return { train: trained.length, epochs, tests: metrics.length - trained.length };
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
