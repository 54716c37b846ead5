import { softmaxInto } from './softmax.js';

/** What gradient-based learners minimise, with a line for people: a loss of the outputs `y`, the mean over a batch. */
export const LOSSES = {
  'cross-entropy': 'of the softmax of the outputs, for one output a class',
  'squared-error': 'half the squared distance of the outputs from 1 for the label and 0 for the others',
} as const;
export type LossName = keyof typeof LOSSES;

/** A loss and its derivative. */
export interface LossOfOutputs {
  /** Mean over the batch, dimensionless. */
  readonly loss: number;
  /** `∂ loss / ∂ y`, `[batch × outputs]`: it holds the 1 / batch of the mean. */
  readonly gradient: Float64Array;
}

/** A probability below this counts as this in a logarithm. */
const FLOOR = 1e-300;

/**
 * Loss of a batch.
 *
 *     cross-entropy    −Σⱼ tⱼ ln pⱼ,  p = softmax(y);   gradient (p − t) / batch
 *     squared-error    ½ Σⱼ (yⱼ − tⱼ)²;                 gradient (y − t) / batch
 *
 * @param outputs y, `[batch × width]`.
 * @param targets t, `[batch × width]`; for cross-entropy each row a probability distribution.
 * @returns New arrays; the arguments are untouched.
 * @throws RangeError when the two have different lengths, or these are no whole number of rows.
 */
export function lossOf(name: LossName, outputs: Float64Array, targets: Float64Array, width: number): LossOfOutputs {
  if (outputs.length !== targets.length || outputs.length === 0 || outputs.length % width !== 0)
    throw new RangeError(
      `outputs and targets must be rows of ${width}, got ${outputs.length} and ${targets.length} values`,
    );
  const batch = outputs.length / width;
  const gradient = new Float64Array(outputs.length);
  let loss = 0;
  for (let start = 0; start < outputs.length; start += width) {
    const said = name === 'cross-entropy' ? softmaxInto(outputs, start, width, gradient) : outputs;
    for (let j = start; j < start + width; j++) {
      const t = targets[j]!;
      const p = said[j]!;
      const difference = p - t;
      gradient[j] = difference / batch;
      if (name === 'squared-error') loss += (difference * difference) / 2;
      else if (t !== 0) loss -= t * Math.log(Math.max(p, FLOOR));
    }
  }
  return { loss: loss / batch, gradient };
}

/** Labels as rows that are 1 at the label and 0 elsewhere, `[batch × classes]`. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float64Array {
  const rows = new Float64Array(labels.length * classes);
  for (let sample = 0; sample < labels.length; sample++) rows[sample * classes + labels[sample]!] = 1;
  return rows;
}
