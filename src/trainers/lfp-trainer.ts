import type { Readout } from '../core/layers/layer.js';
import { type OutputReward, outputReward } from '../core/rewards/output-reward.js';
import type { RewardDescription } from '../core/rewards/reward.js';
import { type Outcome, type Presentation, present } from './presentation.js';
import type { Judged, Trainer } from './trainer.js';

/** What layer-wise feedback propagation needs beside the session (which holds the rule and the optimizer). */
export interface LfpOptions {
  readonly reward: RewardDescription;
  /** ε of the rule; here it keeps the read-out from dividing by 0. */
  readonly epsilon: number;
  /** Largest norm of the feedback; omitted: no clipping. */
  readonly clip?: number;
}

/**
 * Layer-wise feedback propagation: a reward at the output is split backwards by contribution; no derivative anywhere.
 *
 * @see Weber et al. 2025 (arXiv 2308.12053).
 */
export function lfpTrainer({ reward: description, epsilon, clip }: LfpOptions): Trainer {
  const judged = (
    outcome: Outcome,
    { labels, steps }: Presentation,
    readout: Readout,
  ): { readonly judged: Judged; readonly reward: OutputReward } => {
    const reward = outputReward(description, readout, outcome.values, labels, steps, epsilon);
    return { judged: { ...outcome, reward: totalReward(reward, outcome, steps) }, reward };
  };
  return {
    async learn(session, presentation, readout, learningRate) {
      const outcome = await present(session, presentation, readout, true);
      const { judged: result, reward } = judged(outcome, presentation, readout);
      await session.feedback(reward, { inputReward: false });
      const { feedbackNorm } = await session.update({ learningRate, clip });
      return { ...result, feedbackNorm };
    },
    async judge(session, presentation, readout) {
      return judged(await present(session, presentation, readout, false), presentation, readout).judged;
    },
    judged: (outcome, presentation, readout) => judged(outcome, presentation, readout).judged,
    border: () => 0,
  };
}

/** `Σ_t R_t` over classes, steps and samples, from the compact form of the reward. */
function totalReward(reward: OutputReward, { outputSums }: Outcome, steps: number): number {
  return outputSums.reduce(
    (total, sum, k) => total + steps * reward.always[k]! + reward.perOutput[k]! * sum + reward.last[k]!,
    0,
  );
}
