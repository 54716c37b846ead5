import type { Cuts } from '../core/network/cut-connections.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import type { Judge, Learner } from '../trainers/learner.js';
import type { Presentation } from '../trainers/presentation.js';
import { lesionedInput } from './phases/lesioned-input.js';

/**
 * A presentation as a network hears it of which input units may be cut off: those say nothing.
 *
 * @param cuts What is cut; undefined: nothing can be.
 * @returns The presentation itself where no input unit is cut off, and where it is shown in chunks, which say it already.
 */
export function heardPresentation(
  shown: Presentation,
  { inputSize, description }: NetworkPlan,
  cuts: Cuts | undefined,
): Presentation {
  if (shown.chunks) return shown;
  const input = lesionedInput(shown.input, inputSize, cuts?.silenced.get(description.input.id));
  return input === shown.input ? shown : { ...shown, input };
}

/** A learner all of whose presentations are heard as `heardPresentation` says; the same one where nothing can be cut off. */
export function hearingLearner(learner: Learner, plan: NetworkPlan): Learner {
  const { cuts, spikesOf } = learner;
  if (!cuts) return learner;
  const heard = (shown: Presentation) => heardPresentation(shown, plan, cuts());
  return {
    ...learner,
    learn: (presentation, course) => learner.learn(heard(presentation), course),
    judge: (presentation) => learner.judge(heard(presentation)),
    ...(spikesOf ? { spikesOf: (presentation, layers) => spikesOf(heard(presentation), layers) } : {}),
    async withWeights(weights): Promise<Judge> {
      const other = await learner.withWeights(weights);
      return { judge: (presentation) => other.judge(heard(presentation)), close: () => other.close() };
    },
  };
}
