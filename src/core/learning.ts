import type { RuleDescription } from './feedback/rule.js';
import type { GradientRule } from './gradients/gradient-rule.js';
import type { SurrogateDescription } from './gradients/surrogate.js';
import type { LossName } from './losses/loss.js';
import type { OptimizerDescription, ScheduleDescription } from './optimizers/optimizer.js';
import type { PeerRule } from './peer-rule.js';
import type { RewardDescription } from './rewards/reward.js';

interface Descent {
  readonly optimizer: OptimizerDescription;
  /** Largest Euclidean norm of the whole feedback; omitted: no clipping. */
  readonly clip?: number;
  readonly schedule: ScheduleDescription;
}

/** Layer-wise feedback propagation: what the outputs earn, and how it is split backwards. */
export interface LfpLearning extends Descent {
  readonly method: 'lfp';
  readonly rule: RuleDescription;
  readonly reward: RewardDescription;
}

/** Gradient descent: what is minimised, and what takes the place of derivatives that do not exist. */
export interface GradientLearning extends Descent {
  readonly method: 'gradient';
  readonly rule: GradientRule;
  readonly loss: LossName;
}

/** One of the other learners to compare with. */
export interface PeerLearning extends Descent {
  readonly method: 'peer';
  readonly rule: PeerRule;
  /** What is minimised, by rules that minimise something: see `PEER_PARTS`. */
  readonly loss: LossName;
  /** What takes the place of the derivative of step units, where a rule needs one. */
  readonly surrogate?: SurrogateDescription;
}

/** What a network learns with. */
export type Learning = LfpLearning | GradientLearning | PeerLearning;
