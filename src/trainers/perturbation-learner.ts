import type { Session } from '../backends/backend.js';
import { diverged, rateRemedy } from '../backends/divergence.js';
import { applyFeedback, type LearningState } from '../backends/reference/apply-feedback.js';
import { copiedTensors, type Tensors } from '../core/layers/tensors.js';
import type { PeerLearning } from '../core/learning.js';
import { answerBorder, outputError } from '../core/losses/output-error.js';
import { parameterCount, tensorPlans } from '../core/network/initial-tensors.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import { freshOptimizer } from '../core/optimizers/optimizer-step.js';
import { drawDirection, shiftedTensors } from '../core/perturbation/perturbation-direction.js';
import { perturbationFeedback, type Trial } from '../core/perturbation/perturbation-feedback.js';
import type { PerturbationRule } from '../core/perturbation/perturbation-rule.js';
import type { RandomStreams } from '../data/random-streams.js';
import type { Learner } from './learner.js';
import { type Presentation, present } from './presentation.js';
import { namedTensors, spikesOn, weightNames } from './session-learner.js';
import type { Judged } from './trainer.js';

/** What perturbation needs of a device: it shows presentations, the weights are kept here, in float64. */
export interface PerturbedNetwork {
  readonly plan: NetworkPlan;
  readonly streams: RandomStreams;
  /** Starting tensors in storage layout. */
  readonly tensors: Tensors;
  readonly session: Session;
  /** The same network with other tensors, on a session of its own. */
  readonly reopen: (tensors: Tensors) => Promise<Session>;
}

/**
 * Simultaneous perturbation as a learner: per batch the loss is measured on both sides of the weights along random
 * directions, all on the same encoded batch.
 *
 * Random streams: `perturbation/<epoch>/<batch>`.
 */
export function perturbationLearner(
  rule: PerturbationRule,
  { loss, optimizer, clip }: PeerLearning,
  { plan, streams, tensors: start, session, reopen }: PerturbedNetwork,
): Learner {
  let now: LearningState = { tensors: start, state: freshOptimizer };
  const names = weightNames(plan);
  const judged = async (at: Session, presentation: Presentation): Promise<Judged> => {
    const outcome = await present(
      at,
      presentation,
      plan.readout,
      false,
      answerBorder(loss, plan.readout, presentation.steps),
    );
    const found = outputError(loss, plan.readout, outcome.values, presentation.labels, presentation.steps);
    return { ...outcome, reward: -found.loss * presentation.labels.length };
  };
  const lossOf = async (moved: Tensors, presentation: Presentation): Promise<number> => {
    await put(session, moved);
    return -(await judged(session, presentation)).reward / presentation.labels.length;
  };
  return {
    device: session.device,
    parameters: parameterCount(plan),
    spikesOf: (presentation, layers) => spikesOn(session, presentation, layers),
    async learn(presentation, { epoch, batch, learningRate }) {
      const random = streams.fresh(`perturbation/${epoch}/${batch}`);
      const before = await judged(session, presentation);
      const trials: Trial[] = [];
      for (let k = 0; k < rule.directions; k++) {
        const direction = drawDirection(tensorPlans(plan), rule, random);
        const lossAbove = await lossOf(shiftedTensors(now.tensors, direction, rule.scale), presentation);
        const lossBelow = await lossOf(shiftedTensors(now.tensors, direction, -rule.scale), presentation);
        trials.push({ direction, lossAbove, lossBelow });
      }
      await put(session, now.tensors);
      checkLosses(trials, plan.layers.at(-1)!.id, now.state.step + 1, learningRate);
      const feedback = perturbationFeedback(trials, rule);
      const { feedbackNorm, ...next } = applyFeedback(now, feedback, optimizer, { learningRate, clip });
      now = next;
      await put(session, now.tensors);
      return { ...before, feedbackNorm };
    },
    judge: (presentation) => judged(session, presentation),
    snapshot: async () => ({ tensors: namedTensors(plan, now.tensors, now.state.moments), step: now.state.step }),
    weights: async () => names.map((name) => now.tensors[name]!.slice()),
    async withWeights(weights) {
      const changed = Object.fromEntries(names.map((name, n) => [name, weights[n]!]));
      const other = await reopen({ ...now.tensors, ...changed });
      return { judge: (presentation) => judged(other, presentation), close: () => other.close() };
    },
    network: async () => copiedTensors(now.tensors),
    close: () => session.close(),
  };
}

/** @throws TypeError for a session that takes no other weights: such a backend was to be refused before. */
async function put(session: Session, tensors: Tensors): Promise<void> {
  if (!session.load) throw new TypeError('perturbation needs a session that takes other weights');
  await session.load(tensors);
}

function checkLosses(trials: readonly Trial[], layer: string, step: number, learningRate: number): void {
  const odd = trials.flatMap(({ lossAbove, lossBelow }) => [lossAbove, lossBelow]).find((l) => !Number.isFinite(l));
  if (odd === undefined) return;
  throw diverged(
    step,
    `the loss at layer "${layer}" is ${odd} for perturbed weights (learning rate ${learningRate})`,
    { layer, learningRate },
    rateRemedy({ or: 'learn.scale' }),
  );
}
