import type { Judged } from '../trainers/trainer.js';
import type { Metrics } from './run-event.js';

/** Sums over the presentations of a split, from which its metrics come. */
export interface Tally {
  readonly samples: number;
  readonly correct: number;
  readonly reward: number;
  readonly spikes: number;
  readonly synapticOperations: number;
}

export const emptyTally: Tally = { samples: 0, correct: 0, reward: 0, spikes: 0, synapticOperations: 0 };

export function tallied(tally: Tally, judged: Judged, samples: number): Tally {
  return {
    samples: tally.samples + samples,
    correct: tally.correct + judged.correct,
    reward: tally.reward + judged.reward,
    spikes: tally.spikes + judged.spikes,
    synapticOperations: tally.synapticOperations + judged.synapticOperations,
  };
}

/**
 * Metrics of a split: shares and means per sample. `reward`, `spikesPerSample` and `synapticOperationsPerSample` without
 * a split in their name are those of the test split. On the train split everything is measured while learning.
 */
export function metricsOf(tally: Tally, split: 'train' | 'test'): Metrics {
  const suffix = split === 'train' ? '(train)' : '';
  return {
    [`accuracy(${split})`]: tally.correct / tally.samples,
    [`reward${suffix}`]: tally.reward / tally.samples,
    [`spikesPerSample${suffix}`]: tally.spikes / tally.samples,
    [`synapticOperationsPerSample${suffix}`]: tally.synapticOperations / tally.samples,
  };
}
