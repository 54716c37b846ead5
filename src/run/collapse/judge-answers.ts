import { agreement } from '../../core/collapse/agreement.js';
import { correctAnswers } from '../../trainers/presentation.js';

/** What a baseline is held against, on one split. */
export interface Yardstick {
  /** Read-out of the network, `[samples × classes]`. */
  readonly network: Float64Array;
  /** `[samples]` */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** How good a baseline is. */
export interface Judgement {
  /** Share of right answers. */
  readonly accuracy: number;
  /** Share of samples on which it answers as the network does. */
  readonly agreement: number;
}

/** A single output answers 1 where it is above 0, as that of a network does: the same as beside an output that is 0. */
export function asClasses(outputs: Float64Array, classes: number): Float64Array {
  if (classes > 1) return outputs;
  return Float64Array.from({ length: 2 * outputs.length }, (_, k) => (k % 2 === 0 ? 0 : outputs[(k - 1) / 2]!));
}

/** Holds outputs, `[samples × classes]`, against labels and network. */
export function judgeAnswers(outputs: Float64Array, { network, labels, classes }: Yardstick): Judgement {
  const columns = Math.max(classes, 2);
  return {
    accuracy: correctAnswers(outputs, labels) / labels.length,
    agreement: agreement(asClasses(outputs, classes), asClasses(network, classes), columns),
  };
}
