import { NonFiniteNumber, requireCount, requireFinite, requirePositive } from '../check-numbers.js';
import type { ResponsibilityLayer } from './responsibility-layer.js';

/**
 * Refuses a layer that cannot be computed.
 *
 * @throws RangeError without inputs or units, for a multiplier <= 0, a tensor of another length; NonFiniteNumber for a
 * number that is not finite, or a ln σ so small that 1 / σ² is not.
 */
export function checkLayer(layer: ResponsibilityLayer): void {
  const { name, fanIn, units, multiplier, weight, bias, centre, logWidth } = layer;
  requireCount(`${name}: number of inputs`, fanIn, 1);
  requireCount(`${name}: number of units`, units, 1);
  requirePositive(`${name}: multiplier`, multiplier);
  for (const [tensor, { length }] of Object.entries({ weight, centre }))
    if (length !== units * fanIn)
      throw new RangeError(
        `${name}.${tensor} must have ${units} × ${fanIn} = ${units * fanIn} values (out × in), got ${length}`,
      );
  for (const [tensor, { length }] of Object.entries({ bias, logWidth }))
    if (length !== units) throw new RangeError(`${name}.${tensor} must have ${units} values, got ${length}`);
  for (const [tensor, values] of Object.entries({ weight, bias, centre, logWidth }))
    requireFinite(`${name}.${tensor}`, values);
  const narrow = logWidth.findIndex((value) => Math.exp(-2 * value) === Infinity);
  if (narrow >= 0)
    throw new NonFiniteNumber(`${name}.logWidth[${narrow}] must leave 1 / sigma² finite, got ${logWidth[narrow]}`);
}

/** @throws RangeError when there is not one label a sample, or a label is no class. */
export function checkLabels(labels: Int32Array, batch: number, classes: number): void {
  if (labels.length !== batch)
    throw new RangeError(`labels must be one a sample, ${batch} in all, got ${labels.length}`);
  const odd = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (odd >= 0) throw new RangeError(`labels[${odd}] must be a class from 0 to ${classes - 1}, got ${labels[odd]}`);
}
