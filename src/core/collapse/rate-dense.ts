import { requireCount, requirePositive } from '../check-numbers.js';
import { checkDenseStack, type DenseStack, stackSums } from './dense-stack.js';

/** The spiking neurons that a rate stands for: integrate-and-fire, reset by subtraction, at most one spike a step. */
export interface RateUnits {
  /** T, steps of a presentation. */
  readonly steps: number;
  /** θ > 0. */
  readonly threshold: number;
  /** V₀, membrane at the start, in 0..θ; 0 unless given. θ / 2 rounds to the nearest rate instead of down. */
  readonly initialVoltage?: number | undefined;
}

/**
 * Mean output of an integrate-and-fire neuron under a constant current z: `θ · clip(⌊(T z + V₀) / θ⌋, 0, T) / T`.
 *
 * Exact for a neuron that fires at `v >= θ`. Where `(T z + V₀) / θ` is a whole number, one that needs `v > θ` is a spike
 * behind.
 */
export function rateResponse(current: number, { steps, threshold, initialVoltage = 0 }: RateUnits): number {
  const spikes = Math.floor((steps * Math.max(current, 0) + initialVoltage) / threshold);
  return (threshold * Math.min(Math.max(spikes, 0), steps)) / steps;
}

/**
 * Outputs of the same weights with rates between the layers: a dense stand-in for a spiking network. Exact for the first
 * layer under constant current; above it spikes do not come evenly, and it is an approximation.
 *
 * @param inputs `[batch × inputs]`.
 * @returns `[batch × outputs]`, a new array; the last layer is linear.
 * @throws RangeError when layers do not fit each other, inputs are empty, ragged or not finite, or units out of range.
 */
export function rateDense(stack: DenseStack, inputs: Float64Array, units: RateUnits): Float64Array {
  checkDenseStack(stack);
  requireCount('steps', units.steps, 1);
  requirePositive('threshold', units.threshold);
  const { threshold, initialVoltage = 0 } = units;
  if (!(initialVoltage >= 0 && initialVoltage < threshold))
    throw new RangeError(`initialVoltage must be in 0..threshold = ${threshold}, got ${initialVoltage}`);
  return stackSums(stack, inputs, (sums) => sums.map((z) => rateResponse(z, units))).at(-1)!;
}
