import { agreement } from '../../core/collapse/agreement.js';
import { correctAnswers } from '../../trainers/presentation.js';

/** What a baseline is held against, on one split. */
export interface Yardstick {
  /** Read-out of the network, `[samples × classes]`. */
  readonly network: Float64Array;
  /** `[samples]` */
  readonly labels: Int32Array;
  readonly classes: number;
  /** Of single outputs, see `answersOf`. */
  readonly border: number;
}

/** How good a baseline is. */
export interface Judgement {
  /** Share of right answers. */
  readonly accuracy: number;
  /** Share of samples on which it answers as the network does. */
  readonly agreement: number;
}

/** Holds outputs, `[samples × classes]`, against labels and network. */
export function judgeAnswers(outputs: Float64Array, { network, labels, classes, border }: Yardstick): Judgement {
  return {
    accuracy: correctAnswers(outputs, labels, border) / labels.length,
    agreement: agreement(outputs, network, classes, border),
  };
}
