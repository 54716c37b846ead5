import { requireRows } from '../check-numbers.js';
import { collapseAt, type GatedUnits } from './collapse-at.js';
import { type AffineMap, checkDenseStack, type DenseStack } from './dense-stack.js';

/**
 * The mean of the single layers that a stack is around each of many inputs. An approximation.
 *
 * @param inputs `[count × inputs]`, as a rule the training set.
 * @returns New arrays. @throws RangeError when layers do not fit each other, or the inputs are empty, ragged or not finite.
 */
export function collapseMean(stack: DenseStack, inputs: Float64Array, units: GatedUnits): AffineMap {
  checkDenseStack(stack);
  const width = stack[0]!.fanIn;
  const count = requireRows('inputs', inputs, width);
  const outputs = stack.at(-1)!.fanOut;
  const weights = new Float64Array(outputs * width);
  const bias = new Float64Array(outputs);
  for (let r = 0; r < count; r++) {
    const local = collapseAt(stack, inputs.subarray(r * width, (r + 1) * width), units);
    for (let k = 0; k < weights.length; k++) weights[k]! += local.weights[k]! / count;
    for (let j = 0; j < outputs; j++) bias[j]! += local.bias[j]! / count;
  }
  return { inputs: width, outputs, weights, bias };
}
