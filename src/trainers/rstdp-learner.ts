import { applyFeedback, type LearningState } from '../backends/reference/apply-feedback.js';
import { chunkReport } from '../backends/reference/chunk-report.js';
import { answersOf } from '../core/answers.js';
import { copiedTensors, type Tensors } from '../core/layers/tensors.js';
import type { PeerLearning } from '../core/learning.js';
import { initialTensors, parameterCount } from '../core/network/initial-tensors.js';
import { type NetworkTrace, restingNetwork, simulateNetwork } from '../core/network/simulate-network.js';
import { freshOptimizer } from '../core/optimizers/optimizer-step.js';
import { rstdpFeedback } from '../core/plasticity/rstdp-feedback.js';
import { NOTHING_EXPECTED, rstdpReward } from '../core/plasticity/rstdp-reward.js';
import type { RstdpRule } from '../core/plasticity/rstdp-rule.js';
import { type Signal, signalOf } from '../core/signal.js';
import type { NamedTensor } from '../record/named-tensor.js';
import type { Learner } from './learner.js';
import { neuronCutting } from './neuron-cutting.js';
import type { OwnNetwork } from './own-network.js';
import { type Outcome, outcomeOf, type Presentation } from './presentation.js';
import { namedTensors, weightNames } from './session-learner.js';
import type { Judged } from './trainer.js';

/** A batch as it went through the network. */
interface Shown {
  readonly trace: NetworkTrace;
  readonly signal: Signal;
  readonly outcome: Outcome;
}

/**
 * Reward-modulated STDP as a learner, in float64: simulates, rewards the answer, turns what is left of the eligibility
 * traces into weight changes. Its reward is the sum of R (1 right, −1 wrong).
 */
export function rstdpLearner(
  rule: RstdpRule,
  { optimizer, clip }: PeerLearning,
  { plan, streams }: OwnNetwork,
): Learner {
  let now: LearningState = { tensors: initialTensors(plan, streams.stream('weights')), state: freshOptimizer };
  let expected = NOTHING_EXPECTED;
  const names = weightNames(plan);
  const show = (at: Tensors, presentation: Presentation): Shown => {
    const span = { steps: presentation.steps, batch: presentation.labels.length };
    const signal = signalOf(presentation.input, plan.inputSize, span);
    const trace = simulateNetwork(plan, at, signal, restingNetwork(plan, span.batch), span);
    return { trace, signal, outcome: outcomeOf(chunkReport(plan, trace, signal, []), presentation, plan.readout) };
  };
  const judged = (outcome: Outcome, { labels }: Presentation): Judged => {
    return { ...outcome, reward: 2 * outcome.correct - labels.length };
  };
  return {
    device: { arithmetic: 'float64' },
    parameters: parameterCount(plan),
    async spikesOf(presentation, layers) {
      const { trace, signal } = show(now.tensors, presentation);
      return chunkReport(plan, trace, signal, layers).recorded;
    },
    async learn(presentation, { learningRate }) {
      const { labels } = presentation;
      const { trace, outcome } = show(now.tensors, presentation);
      const answers = answersOf(outcome.values, plan.outputSize);
      const earned = rstdpReward(rule, answers, labels, plan.outputSize, expected);
      const feedback = rstdpFeedback([trace], earned.reward, rule);
      const { feedbackNorm, ...next } = applyFeedback(now, feedback, optimizer, { learningRate, clip });
      now = next;
      expected = earned.expected;
      return { ...judged(outcome, presentation), feedbackNorm };
    },
    judge: async (presentation) => judged(show(now.tensors, presentation).outcome, presentation),
    snapshot: async () => ({
      tensors: [...namedTensors(plan, now.tensors, now.state.moments), expectation(expected)],
      step: now.state.step,
    }),
    weights: async () => names.map((name) => now.tensors[name]!.slice()),
    async withWeights(weights) {
      const changed = { ...now.tensors, ...Object.fromEntries(names.map((name, n) => [name, weights[n]!])) };
      return {
        judge: async (presentation) => judged(show(changed, presentation).outcome, presentation),
        close: async () => undefined,
      };
    },
    network: async () => copiedTensors(now.tensors),
    ...neuronCutting(plan, undefined, async (changed) => {
      const { tensors, moments } = changed({ tensors: now.tensors, moments: now.state.moments });
      now = { tensors, state: { step: now.state.step, moments } };
    }),
    close: async () => undefined,
  };
}

/** What the learner has come to expect is a part of where it stands. */
function expectation(expected: number): NamedTensor {
  return { name: 'optimizer.expectedReward', shape: [1], values: Float64Array.of(expected) };
}
