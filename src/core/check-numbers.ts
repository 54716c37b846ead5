/** Asserts that an array has the length that its shape says; the message holds both. @throws RangeError */
export function requireShape(what: string, values: Float64Array, shape: Readonly<Record<string, number>>): void {
  const extents = Object.values(shape);
  const wanted = extents.reduce((product, extent) => product * extent, 1);
  if (values.length === wanted) return;
  const names = Object.keys(shape).join(' × ');
  throw new RangeError(
    `${what} must be [${names}] = [${extents.join(' × ')}] = ${wanted} values, got ${values.length}`,
  );
}

/** A number that equations cannot go on with: it is not finite, or what they make of it would not be. */
export class NonFiniteNumber extends RangeError {
  override readonly name = 'NonFiniteNumber';
}

/** Asserts that every value is a finite number. @throws NonFiniteNumber naming the first that is not. */
export function requireFinite(what: string, values: Float64Array): void {
  for (let k = 0; k < values.length; k++)
    if (!Number.isFinite(values[k]!)) throw new NonFiniteNumber(`${what}[${k}] must be finite, got ${values[k]}`);
}

/**
 * Asserts that samples are whole rows of finite values, at least one.
 *
 * @returns The number of rows.
 * @throws RangeError when they are empty or ragged, NonFiniteNumber when one is not finite.
 */
export function requireRows(what: string, values: Float64Array, width: number): number {
  if (values.length === 0 || values.length % width !== 0)
    throw new RangeError(`${what} must be one or more rows of ${width} values, got ${values.length} values`);
  requireFinite(what, values);
  return values.length / width;
}

/** Asserts that a number is finite and above 0. @throws RangeError */
export function requirePositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${what} must be > 0 and finite, got ${value}`);
}

/** Asserts that a number is whole and at least `least`. @throws RangeError */
export function requireCount(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${what} must be a whole number >= ${least}, got ${value}`);
}

/** Whether every value is finite. Runs over all pre-activations at every step, hence four sums, a quarter each. */
export function allFinite(values: Float64Array): boolean {
  // 0 times a number that is not finite is NaN, and NaN stays in a sum.
  const quarter = values.length >> 2;
  const [second, third] = [2 * quarter, 3 * quarter];
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < quarter; k++) {
    a += 0 * values[k]!;
    b += 0 * values[k + quarter]!;
    c += 0 * values[k + second]!;
    d += 0 * values[k + third]!;
  }
  for (let k = 4 * quarter; k < values.length; k++) a += 0 * values[k]!;
  return a + b + c + d === 0;
}
