import type { Judged } from '../trainers/trainer.js';
import type { Metrics } from './run-event.js';

/** Sums over the presentations of a split, from which its metrics come. */
export interface Tally {
  readonly samples: number;
  readonly correct: number;
  readonly reward: number;
  /** Undefined when a presentation was not counted. */
  readonly spikes?: number | undefined;
  readonly synapticOperations?: number | undefined;
  /** Further counts of the learner's own: `accuracy(sampled)`. */
  readonly sums?: Readonly<Record<string, number>>;
}

export const emptyTally: Tally = { samples: 0, correct: 0, reward: 0, spikes: 0, synapticOperations: 0 };

export function tallied(tally: Tally, judged: Judged, samples: number): Tally {
  return {
    samples: tally.samples + samples,
    correct: tally.correct + judged.correct,
    reward: tally.reward + judged.reward,
    spikes: added(tally.spikes, judged.spikes),
    synapticOperations: added(tally.synapticOperations, judged.synapticOperations),
    ...(judged.sums ? { sums: addedSums(tally.sums ?? {}, judged.sums) } : {}),
  };
}

function added(before: number | undefined, more: number | undefined): number | undefined {
  return before === undefined || more === undefined ? undefined : before + more;
}

function addedSums(before: Sums, more: Sums): Sums {
  return Object.fromEntries(Object.entries(more).map(([name, sum]) => [name, (before[name] ?? 0) + sum]));
}

type Sums = Readonly<Record<string, number>>;

/**
 * Metrics of a split: shares and means per sample. `reward`, `spikesPerSample` and `synapticOperationsPerSample` without
 * a split in their name are those of the test split. On the train split everything is measured while learning.
 */
export function metricsOf(tally: Tally, split: 'train' | 'test'): Metrics {
  const suffix = split === 'train' ? '(train)' : '';
  const { samples, spikes, synapticOperations, sums = {} } = tally;
  return {
    [`accuracy(${split})`]: tally.correct / tally.samples,
    [`reward${suffix}`]: tally.reward / tally.samples,
    ...(spikes === undefined ? {} : { [`spikesPerSample${suffix}`]: spikes / samples }),
    ...(synapticOperations === undefined
      ? {}
      : { [`synapticOperationsPerSample${suffix}`]: synapticOperations / samples }),
    ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / samples])),
  };
}
