import fc from 'fast-check';
import type { ResponsibilityLayer } from '../../../src/core/responsibility/responsibility-layer.js';
import { reals } from '../arbitraries.js';

export const FAN_IN = 4;
export const UNITS = 3;
export const BATCH = 2;

/** A layer from plain numbers, dense tensors (out, in); no bias, σ = 1 and M = 1 unless given. */
export function layerOf(
  given: Partial<Record<'weight' | 'bias' | 'centre' | 'logWidth', ArrayLike<number>>> & {
    readonly fanIn: number;
    readonly multiplier?: number;
  },
): ResponsibilityLayer {
  const { fanIn, multiplier = 1, weight = [], centre = [] } = given;
  const units = weight.length / fanIn;
  const nothing = new Float64Array(units);
  return {
    name: 'h1',
    fanIn,
    units,
    multiplier,
    weight: Float64Array.from(weight),
    bias: Float64Array.from(given.bias ?? nothing),
    centre: Float64Array.from(centre),
    logWidth: Float64Array.from(given.logWidth ?? nothing),
  };
}

/** Any small layer with a multiplier of 1 or its fan-in, σ between about 1/3 and 3. */
export const anyResponsibilityLayer = fc
  .record({
    weight: reals(UNITS * FAN_IN),
    bias: reals(UNITS),
    centre: reals(UNITS * FAN_IN),
    logWidth: reals(UNITS, 1),
    multiplier: fc.constantFrom(1, FAN_IN),
  })
  .map((numbers) => layerOf({ ...numbers, fanIn: FAN_IN }));

/** Products w · x of one sample, `[units × fanIn]`. */
export function contributions({ weight, fanIn }: ResponsibilityLayer, inputs: ArrayLike<number>): Float64Array {
  return weight.map((w, k) => w * inputs[k % fanIn]!);
}
