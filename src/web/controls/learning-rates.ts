import { LARGEST_LEARNING_RATE } from '../../streams/frames/view-command.js';
import type { RunStore } from '../view/run-store.js';

type Learned = Pick<RunStore, 'batches' | 'facts'>;
type Settled = Pick<RunStore, 'interventions' | 'facts'>;

/** The learning rate that the newest batch was learned with: that of the optimizer times the factor of the schedule. */
export function presentLearningRate({ batches, facts }: Learned): number {
  return batches.newest?.learningRate ?? facts?.learningRate ?? Number.NaN;
}

/** The learning rate of the optimizer: the scenario's, or what it was set to since. */
export function settledLearningRate({ interventions, facts }: Settled): number {
  const last = interventions.findLast(
    ({ intervention, refused }) => intervention.kind === 'learning-rate' && refused === undefined,
  );
  return last?.intervention.kind === 'learning-rate' ? last.intervention.value : (facts?.learningRate ?? Number.NaN);
}

/** A number as short as it is told apart from others: `0.003`, `3e-7`. */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(4)));
}

/** The learning rate in force in words, and what it was changed to when no batch has been learned with that yet. */
export function rateInForceText({ batches, interventions, facts }: Learned & Settled): string {
  const step = batches.newest?.step ?? 0;
  const present = rateText(presentLearningRate({ batches, facts }));
  const done = interventions.filter((one) => one.step < step);
  const before = rateText(settledLearningRate({ interventions: done, facts }));
  const next = rateText(settledLearningRate({ interventions, facts }));
  if (next === before) return `now ${present}`;
  // The schedule's factor of a batch that is still to come is not known.
  return `now ${present}, from the next batch ${next}${present === before ? '' : ' before the schedule'}`;
}

/** What keeps a number from being a learning rate; undefined when it is one. */
export function wrongRateText(rate: number): string | undefined {
  if (rate > 0 && rate <= LARGEST_LEARNING_RATE) return undefined;
  const got = Number.isNaN(rate) ? 'none' : String(rate);
  return `Learning rate: expected a number above 0 and at most ${LARGEST_LEARNING_RATE}, got ${got}.`;
}
