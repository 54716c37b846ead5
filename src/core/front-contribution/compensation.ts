import { allFinite, requireFinite, requirePositive, requireRows } from '../check-numbers.js';
import { denseRows } from '../layers/dense-rows.js';
import type { UpdateOrder } from './front-learning.js';
import { noDual } from './require-dual.js';
import { checkTwoLayerNetwork, type TwoLayerNetwork } from './two-layer-network.js';

/**
 * A ReLU network with one output and no biases that sees one input only: the compensation form, techniques (i) and (ii)
 * of the front contribution. W₁ stays as it was; two numbers per hidden unit carry what it would have learned.
 */
export interface Compensation {
  /** v_c, activations of the hidden units under the first weights, `[hidden]`; 0: dead from the start. */
  readonly firstActivations: Float64Array;
  /** k = ‖x‖². */
  readonly squaredNorm: number;
  /** w_c, output weights before any step, `[hidden]`. */
  readonly firstWeights: Float64Array;
  /** w, output weights as back-propagation has them, `[hidden]`. */
  readonly weights: Float64Array;
  /** ρ, change of each activation relative to its first value, `v = v_c (1 + ρ)`, `[hidden]`; −1: dead, for good. */
  readonly relative: Float64Array;
}

/**
 * Starts the compensation form at ρ = 0.
 *
 * @param inputs The one input, `[1 × inputs]`, or copies of it in several rows.
 * @throws RangeError when a shape or a value is wrong.
 * @throws HeavisideError `HV_NO_DUAL` for several distinct inputs (ρ would be needed per input, and a unit that first
 *   fires later has no finite one), several outputs, biases, or an activation so small that k / v_c is not finite.
 */
export function startCompensation(network: TwoLayerNetwork, inputs: Float64Array): Compensation {
  checkTwoLayerNetwork(network);
  const x = onlyInput(inputs, network.inputs);
  if (network.outputs !== 1)
    throw noDual(`compensation exists for 1 output, the network has ${network.outputs}`, USE_GRAM);
  if (network.hiddenBias || network.outputBias)
    throw noDual('compensation exists for networks without biases, the network has some', USE_GRAM);
  const firstActivations = denseRows(x, network.hiddenWeights, undefined, network.inputs).map((s) => Math.max(s, 0));
  const squaredNorm = x.reduce((sum, value) => sum + value * value, 0);
  firstActivations.forEach((v, unit) => {
    // Counting such a unit as dead would be wrong: it can grow.
    if (v > 0 && !Number.isFinite(squaredNorm / v))
      throw noDual(`compensation of hidden unit ${unit} overflows: its activation is ${v}`, USE_GRAM);
  });
  return {
    firstActivations,
    squaredNorm,
    firstWeights: network.outputWeights.slice(),
    weights: network.outputWeights.slice(),
    relative: new Float64Array(network.hidden),
  };
}

const USE_GRAM = 'Use the Gram form.';

function onlyInput(inputs: Float64Array, width: number): Float64Array {
  const rows = requireRows('inputs', inputs, width);
  const distinct = new Set(Array.from({ length: rows }, (_, r) => inputs.subarray(r * width, (r + 1) * width).join()));
  if (distinct.size > 1) throw noDual(`compensation exists for 1 distinct input, got ${distinct.size}`, USE_GRAM);
  return inputs.subarray(0, width);
}

/**
 * One step on ½ (y − target)².
 *
 *     y  = Σ v_c w (1 + ρ)        a = η (y − target)        only units that are alive (v_c > 0, ρ > −1) change:
 *     w′ = w − a v_c (1 + ρ)
 *     ρ′ = max(−1, ρ − a w* k / v_c)        w* = w′ (sequential) or w (simultaneous)
 *
 * @returns `output`: y before the update; `diverged`: whether a weight is no longer finite; `state`: new, the argument
 *   is untouched.
 * @throws RangeError when the target is not finite or the rate not positive.
 * @see Mishra & Arunkumar, "Front Contribution instead of Back Propagation", eq. 26, and eq. 27 with the condition for a
 *   dying unit turned round to s′ < 0.
 */
export function stepCompensation(
  before: Compensation,
  target: number,
  lr: number,
  order: UpdateOrder,
): { readonly output: number; readonly diverged: boolean; readonly state: Compensation } {
  requireFinite('target', Float64Array.of(target));
  requirePositive('learning rate', lr);
  const { firstActivations, squaredNorm, weights, relative } = before;
  const output = compensatedOutput(before);
  const push = lr * (output - target);
  const isOn = (unit: number): boolean => firstActivations[unit]! > 0 && relative[unit]! > -1;
  const nextWeights = weights.map((w, unit) =>
    isOn(unit) ? w - push * firstActivations[unit]! * (1 + relative[unit]!) : w,
  );
  const sender = order === 'sequential' ? nextWeights : weights;
  const nextRelative = relative.map((rho, unit) =>
    isOn(unit) ? Math.max(-1, rho - (push * sender[unit]! * squaredNorm) / firstActivations[unit]!) : rho,
  );
  const diverged = ![nextWeights, nextRelative].every(allFinite);
  return { output, diverged, state: { ...before, weights: nextWeights, relative: nextRelative } };
}

/** y = Σ v_c w (1 + ρ). */
export function compensatedOutput({ firstActivations, weights, relative }: Compensation): number {
  return firstActivations.reduce((sum, v, unit) => sum + v * weights[unit]! * (1 + relative[unit]!), 0);
}

/** What a technique adds to output weights, and their sum: `effective · v_c` is what the unit contributes to y. */
export interface Compensated {
  /** `[hidden]` */
  readonly compensation: Float64Array;
  /** r, `[hidden]` */
  readonly effective: Float64Array;
}

/** Technique (i): on the moving weights, `P = w ρ`, `r = w + P`. New arrays. */
export function movingCompensation({ weights, relative }: Compensation): Compensated {
  const compensation = weights.map((w, unit) => w * relative[unit]!);
  return { compensation, effective: weights.map((w, unit) => w + compensation[unit]!) };
}

/**
 * Technique (ii): on frozen weights, `p = w (1 + ρ) − w_c`, `r = w_c + p`. p alone does not determine the next p: (w, ρ)
 * stay as the trainer's state. New arrays.
 */
export function frozenCompensation({ firstWeights, weights, relative }: Compensation): Compensated {
  const compensation = weights.map((w, unit) => w * (1 + relative[unit]!) - firstWeights[unit]!);
  return { compensation, effective: firstWeights.map((w, unit) => w + compensation[unit]!) };
}
