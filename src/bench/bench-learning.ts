import { type LearningRule, SURROGATE_DEFAULTS } from '../core/gradients/gradient-rule.js';
import { outputError } from '../core/losses/output-error.js';
import { type OutputReward, outputReward } from '../core/rewards/output-reward.js';
import { gradientTrainer } from '../trainers/gradient-trainer.js';
import { lfpTrainer } from '../trainers/lfp-trainer.js';
import type { Presentation } from '../trainers/presentation.js';
import type { Trainer } from '../trainers/trainer.js';
import { BENCH_LEARNING } from './bench-network.js';

/** How a benchmark learns from spike counts. */
export interface BenchLearning {
  readonly rule: LearningRule;
  readonly trainer: Trainer;
  /** What is sent back from the outputs, given their spike counts `[batch × classes]`. */
  readonly sentBack: (counts: Float64Array, presentation: Presentation) => OutputReward;
}

const { reward, rule: epsilonRule } = BENCH_LEARNING;

/** Layer-wise feedback propagation: what a benchmark learns with unless asked otherwise. */
export const LFP_LEARNING: BenchLearning = {
  rule: epsilonRule,
  trainer: lfpTrainer({ reward, epsilon: epsilonRule.epsilon }),
  sentBack: (counts, { labels, steps }) => outputReward(reward, 'rate', counts, labels, steps, epsilonRule.epsilon),
};

const LOSS = 'cross-entropy';

function gradientLearning(kind: 'surrogate' | 'feedback-alignment' | 'direct-feedback-alignment'): BenchLearning {
  return {
    rule: { kind, surrogate: SURROGATE_DEFAULTS.atan },
    trainer: gradientTrainer({ loss: LOSS }),
    sentBack: (counts, { labels, steps }) => outputError(LOSS, 'rate', counts, labels, steps).error,
  };
}

/** What networks of spiking neurons can be benchmarked with, by the rule's name; gradients of the cross-entropy of counts. */
export const BENCH_LEARNINGS: Readonly<Record<string, BenchLearning>> = {
  epsilon: LFP_LEARNING,
  surrogate: gradientLearning('surrogate'),
  'feedback-alignment': gradientLearning('feedback-alignment'),
  'direct-feedback-alignment': gradientLearning('direct-feedback-alignment'),
};
