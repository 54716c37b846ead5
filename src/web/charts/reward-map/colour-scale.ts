export type Rgb = readonly [red: number, green: number, blue: number];

/** Reads `#0072b2`. @throws RangeError for anything else. */
export function rgbOf(colour: string): Rgb {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!digits) throw new RangeError(`colour: expected # and six digits, got ${colour}`);
  const channel = (at: 1 | 2 | 3): number => Number.parseInt(digits[at]!, 16);
  return [channel(1), channel(2), channel(3)];
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (at: 0 | 1 | 2): number => Math.round(from[at] + (to[at] - from[at]) * share);
  return [channel(0), channel(1), channel(2)];
}

/**
 * Colour of a value on a diverging scale: `zero` at 0, the end colours at ±`limit` and beyond, evenly between them, so
 * that equal rewards of both signs are equally strong.
 *
 * @param limit Largest size that has a colour of its own; 0: everything has the colour of 0.
 */
export function divergingColour(
  value: number,
  limit: number,
  [negative, zero, positive]: readonly [negative: Rgb, zero: Rgb, positive: Rgb],
): Rgb {
  const share = limit > 0 ? Math.min(1, Math.abs(value) / limit) : 0;
  return mixed(zero, value < 0 ? negative : positive, share);
}

/** Colour of a value between two colours; those below `from` and above `to` have the ends' colours. */
export function sequentialColour(value: number, from: number, to: number, low: Rgb, high: Rgb): Rgb {
  const share = to > from ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0;
  return mixed(low, high, share);
}

/** The largest size of a value; 0 for none. */
export function largestSize(values: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, Math.abs(values[k]!));
  return largest;
}

/** The smallest and the largest of some values and 0. */
export function extentWithZero(values: ArrayLike<number>): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    low = Math.min(low, values[k]!);
    high = Math.max(high, values[k]!);
  }
  return { low, high };
}
