import { firstNonFinite } from '../network/first-non-finite.js';
import type { ResponsibilityLayer } from './responsibility-layer.js';

/** Refuses a number that is not finite and above 0. */
export function requirePositive(what: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`${what} must be finite and > 0, got ${value}`);
}

function requireCount(what: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`${what} must be a whole number >= 1, got ${count}`);
}

function requireFinite(tensors: Readonly<Record<string, Float64Array>>): void {
  const found = firstNonFinite(tensors);
  if (found) throw new RangeError(`${found.tensor}[${found.index}] must be finite, got ${found.value}`);
}

/**
 * Refuses a layer that cannot be computed.
 *
 * @throws RangeError without inputs or units, for a multiplier <= 0, a tensor of another length, a number that is not
 * finite, or a ln σ so small that 1 / σ² is not.
 */
export function checkLayer(layer: ResponsibilityLayer): void {
  const { name, fanIn, units, multiplier, weight, bias, centre, logWidth } = layer;
  requireCount(`${name}: number of inputs`, fanIn);
  requireCount(`${name}: number of units`, units);
  requirePositive(`${name}: multiplier`, multiplier);
  for (const [tensor, { length }] of Object.entries({ weight, centre }))
    if (length !== units * fanIn)
      throw new RangeError(
        `${name}.${tensor} must have ${units} × ${fanIn} = ${units * fanIn} values (out × in), got ${length}`,
      );
  for (const [tensor, { length }] of Object.entries({ bias, logWidth }))
    if (length !== units) throw new RangeError(`${name}.${tensor} must have ${units} values, got ${length}`);
  requireFinite({
    [`${name}.weight`]: weight,
    [`${name}.bias`]: bias,
    [`${name}.centre`]: centre,
    [`${name}.logWidth`]: logWidth,
  });
  const narrow = logWidth.findIndex((value) => Math.exp(-2 * value) === Infinity);
  if (narrow >= 0)
    throw new RangeError(`${name}.logWidth[${narrow}] must leave 1 / sigma² finite, got ${logWidth[narrow]}`);
}

/**
 * Number of rows of a batch.
 *
 * @throws RangeError for no whole number of rows, no row at all, or a value that is not finite.
 */
export function checkedRows(what: string, values: Float64Array, width: number): number {
  if (values.length === 0) throw new RangeError(`${what} must hold at least 1 sample of ${width} values, got 0 values`);
  if (values.length % width !== 0)
    throw new RangeError(`${what} must be rows of ${width} values, got ${values.length} values`);
  requireFinite({ [what]: values });
  return values.length / width;
}

/** @throws RangeError when there is not one label a sample, or a label is no class. */
export function checkLabels(labels: Int32Array, batch: number, classes: number): void {
  if (labels.length !== batch)
    throw new RangeError(`labels must be one a sample, ${batch} in all, got ${labels.length}`);
  const odd = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (odd >= 0) throw new RangeError(`labels[${odd}] must be a class from 0 to ${classes - 1}, got ${labels[odd]}`);
}
