import type { Readout } from '../layers/layer.js';
import type { OutputReward } from '../rewards/output-reward.js';
import { type LossName, lossOf, oneHot } from './loss.js';

/**
 * Minus the gradient of a loss by the network's output at every step, in the form in which rewards travel to a device.
 *
 * With read-out o of T steps and g = ∂ loss / ∂ o:
 *
 *     last    o is the output of the last step:      −g there, 0 before
 *     mean    o = Σₜ output / T:                      −g / T at every step
 *     rate    o = N, the number of spikes:            −g at every step
 *
 * Cross-entropy takes o as logits. Squared errors compare o (of `rate`, N / T) with 1 for the label and 0 for the others.
 *
 * @param values Read-out `[batch × classes]`.
 * @returns `loss`: mean over the batch. New arrays.
 * @throws RangeError when cross-entropy is asked of a single output.
 * @see snnTorch's `ce_count_loss` and `mse_count_loss` (with rates 1 and 0) for spike counts.
 */
export function outputError(
  name: LossName,
  readout: Readout,
  values: Float64Array,
  labels: Int32Array,
  steps: number,
): { readonly loss: number; readonly error: OutputReward } {
  const classes = values.length / labels.length;
  if (name === 'cross-entropy' && classes < 2)
    throw new RangeError('cross-entropy needs two outputs or more, got 1: use squared-error');
  const nothing = new Float64Array(values.length);
  const asRate = name === 'squared-error' && readout === 'rate';
  const compared = asRate ? values.map((count) => count / steps) : values;
  const { loss, gradient } = lossOf(name, compared, targetsOf(labels, classes), classes);
  if (readout === 'last')
    return { loss, error: { always: nothing, perOutput: nothing, last: gradient.map((g) => -g) } };
  const share = readout === 'mean' || asRate ? 1 / steps : 1;
  return { loss, error: { always: gradient.map((g) => -g * share), perOutput: nothing, last: nothing } };
}

/** A single output is compared with the label itself, 0 or 1. */
function targetsOf(labels: Int32Array, classes: number): Float64Array {
  return classes === 1 ? Float64Array.from(labels) : oneHot(labels, classes);
}

/**
 * Where a single read-out turns from class 0 to class 1: half way between the targets 0 and 1 of squared errors; 0 for
 * everything else, which takes it as a logit.
 *
 * @param loss undefined: there is none, as with rewards.
 */
export function answerBorder(loss: LossName | undefined, readout: Readout, steps: number): number {
  if (loss !== 'squared-error') return 0;
  return readout === 'rate' ? steps / 2 : 0.5;
}
