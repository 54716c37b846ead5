import type { Readout } from '../core/layers/layer.js';
import type { LossName } from '../core/losses/loss.js';
import { answerBorder, outputError } from '../core/losses/output-error.js';
import { type Outcome, type Presentation, present } from './presentation.js';
import type { Trainer } from './trainer.js';

/** What gradient descent needs beside the session (which holds the rule and the optimizer). */
export interface GradientOptions {
  readonly loss: LossName;
  /** Largest norm of the gradient; omitted: no clipping. */
  readonly clip?: number;
}

/**
 * Gradient descent on a loss of the read-out: exact or with surrogate derivatives, as the session's rule says. What it
 * hands out as reward is minus the loss, summed over the samples.
 */
export function gradientTrainer({ loss, clip }: GradientOptions): Trainer {
  const border = ({ steps }: Presentation, readout: Readout) => answerBorder(loss, readout, steps);
  const judged = (outcome: Outcome, { labels, steps }: Presentation, readout: Readout) => {
    const found = outputError(loss, readout, outcome.values, labels, steps);
    return { judged: { ...outcome, reward: -found.loss * labels.length }, error: found.error };
  };
  return {
    async learn(session, presentation, readout, learningRate) {
      const outcome = await present(session, presentation, readout, true, border(presentation, readout));
      const { judged: result, error } = judged(outcome, presentation, readout);
      await session.feedback(error, { inputReward: false });
      const { feedbackNorm } = await session.update({ learningRate, clip });
      return { ...result, feedbackNorm };
    },
    async judge(session, presentation, readout) {
      return judged(
        await present(session, presentation, readout, false, border(presentation, readout)),
        presentation,
        readout,
      ).judged;
    },
    judged: (outcome, presentation, readout) => judged(outcome, presentation, readout).judged,
    border,
  };
}
