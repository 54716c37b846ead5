import type { TensorPlan, Tensors } from '../layers/tensors.js';
import { type RandomSource, standardNormal } from '../random-source.js';
import type { PerturbationRule } from './perturbation-rule.js';

/**
 * Draws a direction Δ in which to move every trainable value of a network; fixed statistics have none.
 *
 * @param plans  The network's tensors (`tensorPlans`), in whose order it draws: one number a value of a Rademacher
 *   direction, two of a gaussian one.
 * @returns New arrays, named and shaped as the trainable tensors; dimensionless, mean 0 and variance 1.
 */
export function drawDirection(
  plans: readonly TensorPlan[],
  { distribution }: Pick<PerturbationRule, 'distribution'>,
  random: RandomSource,
): Tensors {
  const draw = distribution === 'gaussian' ? () => standardNormal(random) : () => (random() < 0.5 ? -1 : 1);
  return Object.fromEntries(
    plans.filter(({ trainable }) => trainable).map(({ name, length }) => [name, Float64Array.from({ length }, draw)]),
  );
}

/**
 * The tensors moved along a direction, `θ + amount · Δ`.
 *
 * @param amount ±c, in the units of the weights.
 * @returns A new record: new arrays for what the direction names, the rest as it is. The arguments are untouched.
 * @throws RangeError when the direction names a tensor that is not there or has another length.
 */
export function shiftedTensors(tensors: Tensors, direction: Tensors, amount: number): Tensors {
  const shifted: Record<string, Float64Array> = { ...tensors };
  for (const [name, delta] of Object.entries(direction)) {
    const values = tensors[name];
    if (values?.length !== delta.length)
      throw new RangeError(`the direction of "${name}" must hold ${values?.length ?? 0} values, got ${delta.length}`);
    shifted[name] = values.map((value, k) => value + amount * delta[k]!);
  }
  return shifted;
}
