import { requireCount, requireFinite, requireRows, requireShape } from '../check-numbers.js';
import { denseRows } from '../layers/dense-rows.js';
import { respondStatically, type StaticDescription } from '../neurons/static-units.js';

/** One dense layer in the exchange layout. */
export interface DenseStackLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  /** `[fanOut × fanIn]`, (out, in). */
  readonly weights: Float64Array;
  /** `[fanOut]`. */
  readonly bias?: Float64Array | undefined;
}

/** Dense layers, first to last. Units stand between them; the last layer is linear. */
export type DenseStack = readonly DenseStackLayer[];

/** A single dense layer `y = W x + b`: what a stack collapses to. */
export interface AffineMap {
  readonly inputs: number;
  readonly outputs: number;
  /** W, `[outputs × inputs]`, (out, in). */
  readonly weights: Float64Array;
  /** b, `[outputs]`. */
  readonly bias: Float64Array;
}

/** @throws RangeError when there is no layer, layers do not fit each other, or a value is not finite. */
export function checkDenseStack(stack: DenseStack): void {
  if (stack.length === 0) throw new RangeError('a stack must hold at least 1 layer, got 0');
  stack.forEach(({ fanIn, fanOut, weights, bias }, l) => {
    requireCount(`inputs of layer ${l}`, fanIn, 1);
    requireCount(`outputs of layer ${l}`, fanOut, 1);
    const above = stack[l - 1]?.fanOut ?? fanIn;
    if (above !== fanIn)
      throw new RangeError(`layer ${l} takes ${fanIn} inputs, but layer ${l - 1} has ${above} outputs`);
    requireShape(`weights of layer ${l}`, weights, { fanOut, fanIn });
    requireFinite(`weights of layer ${l}`, weights);
    if (!bias) return;
    requireShape(`bias of layer ${l}`, bias, { fanOut });
    requireFinite(`bias of layer ${l}`, bias);
  });
}

/**
 * Weighted sums of every layer for a batch; those of the last are the outputs.
 *
 * @param inputs `[batch × fanIn of the first layer]`.
 * @param respond Units between the layers: from sums to activations, of the same shape.
 * @returns By layer, `[batch × fanOut]`, new arrays.
 * @throws RangeError when the inputs are empty, ragged or not finite.
 */
export function stackSums(
  stack: DenseStack,
  inputs: Float64Array,
  respond: (sums: Float64Array) => Float64Array,
): readonly Float64Array[] {
  requireRows('inputs', inputs, stack[0]!.fanIn);
  const sums: Float64Array[] = [];
  let activations = inputs;
  for (const { fanIn, weights, bias } of stack) {
    const z = denseRows(activations, weights, bias, fanIn);
    sums.push(z);
    activations = respond(z);
  }
  return sums;
}

/** Outputs of a stack, `[batch × fanOut of the last layer]`. @throws RangeError as `stackSums`. */
export function stackOutputs(stack: DenseStack, inputs: Float64Array, units: StaticDescription): Float64Array {
  return stackSums(stack, inputs, (z) => respondStatically(z, units)).at(-1)!;
}

/** Outputs of a single dense layer, `[batch × outputs]`. @throws RangeError when the inputs are no rows of its width. */
export function affineOutputs({ inputs: width, weights, bias }: AffineMap, inputs: Float64Array): Float64Array {
  requireRows('inputs', inputs, width);
  return denseRows(inputs, weights, bias, width);
}
