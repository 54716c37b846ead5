import type { RunStore } from '../view/run-store.js';

/** The learning rate that the newest batch was learned with: that of the optimizer times the factor of the schedule. */
export function presentLearningRate({ batches, facts }: Pick<RunStore, 'batches' | 'facts'>): number {
  return batches.column('learningRate').at(-1) ?? facts?.learningRate ?? Number.NaN;
}

/** The learning rate of the optimizer: the scenario's, or what it was set to since. */
export function settledLearningRate({ interventions, facts }: Pick<RunStore, 'interventions' | 'facts'>): number {
  const last = interventions.findLast(
    ({ intervention, refused }) => intervention.kind === 'learning-rate' && refused === undefined,
  );
  return last?.intervention.kind === 'learning-rate' ? last.intervention.value : (facts?.learningRate ?? Number.NaN);
}
