import type { Session } from '../backends/backend.js';
import type { Readout } from '../core/layers/layer.js';
import type { Outcome, Presentation } from './presentation.js';

/** One presentation, judged. */
export interface Judged extends Outcome {
  /** Reward handed out: summed over classes, steps and samples. */
  readonly reward: number;
  /** Further counts, summed over the samples: `accuracy(sampled)`. */
  readonly sums?: Readonly<Record<string, number>>;
}

/** One presentation, learned from. */
export interface Learned extends Judged {
  /** Euclidean norm of the feedback over all parameters, before clipping; absent for learners with a network of their own. */
  readonly feedbackNorm?: number;
  /** What else the learner measured in this step: `deviation`. */
  readonly measures?: Readonly<Record<string, number>>;
}

/** A learning rule behind one interface. It keeps no state of its own: that lives in the session. */
export interface Trainer {
  /** Shows a batch, rewards the answer, sends the reward back and updates the parameters. */
  learn(session: Session, presentation: Presentation, readout: Readout, learningRate: number): Promise<Learned>;
  /** Shows a batch and rewards the answer; nothing changes. */
  judge(session: Session, presentation: Presentation, readout: Readout): Promise<Judged>;
  /** What an answer was worth that somebody else has got. */
  judged(outcome: Outcome, presentation: Presentation, readout: Readout): Judged;
  /** Where an answer of one output turns from class 0 to class 1, see `answersOf`. */
  border(presentation: Presentation, readout: Readout): number;
}
