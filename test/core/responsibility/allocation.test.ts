import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { softmax } from '../../../src/core/losses/softmax.js';
import { responsibilitiesOf, responsibilitySums } from '../../../src/core/responsibility/layer-batch.js';
import { multiplierOf } from '../../../src/core/responsibility/responsibility-layer.js';
import { shareOut } from '../../../src/core/responsibility/share-out.js';
import { reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { anyResponsibilityLayer, BATCH, contributions, FAN_IN, layerOf, UNITS } from './any-responsibility.js';

describe('responsibility', () => {
  test('falls with the distance to the centre: kernels 1 and ⅓ are shares ¾ and ¼', () => {
    // d = 0 and 1, 1 / 2σ² = ln 3: kernels e^0 = 1, e^(−ln 3) = ⅓.
    // ū = ¾ · 2 · 1 + ¼ · (−2) · 2 = ½;  z = 2 · ½ + 1
    const layer = layerOf({
      fanIn: 2,
      multiplier: 2,
      weight: [2, -2],
      bias: [1],
      centre: [1, 1],
      logWidth: [-Math.log(2 * Math.log(3)) / 2],
    });
    expectClose(responsibilitiesOf(layer, Float64Array.of(1, 2)), [0.75, 0.25], 1e-15);
    expectClose(responsibilitySums(layer, Float64Array.of(1, 2)), [2], 1e-15);
  });

  test('is not negative and sums to 1 over the connections of a unit', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(FAN_IN), (layer, inputs) => {
        const shares = responsibilitiesOf(layer, inputs);
        expect(shares.every((share) => share >= 0)).toBe(true);
        for (let j = 0; j < UNITS; j++) {
          const total = shares.subarray(j * FAN_IN, (j + 1) * FAN_IN).reduce((sum, share) => sum + share, 0);
          expect(Math.abs(total - 1)).toBeLessThanOrEqual(1e-12);
        }
      }),
    );
  });

  test('is the softmax of the log-kernels −(x − c)² / 2σ²', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(FAN_IN), (layer, inputs) => {
        const shares = responsibilitiesOf(layer, inputs);
        for (let j = 0; j < UNITS; j++) {
          const row = [j * FAN_IN, (j + 1) * FAN_IN] as const;
          const width = Math.exp(layer.logWidth[j]!);
          const logKernels = layer.centre.slice(...row).map((c, i) => -(((inputs[i]! - c) / width) ** 2) / 2);
          expectClose(shares.subarray(...row), softmax(logKernels), 1e-12);
        }
      }),
    );
  });

  test('does not change when all log-kernels of a unit shift by the same number', () => {
    // Multiples of 1/64 and whole shifts: every difference is exact in binary.
    const sixtyFourths = fc.array(fc.integer({ min: -640, max: 0 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sixtyFourths, fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), (numbers, shift) => {
        const near = Float64Array.from(numbers, (number) => number / 64);
        const far = near.map((logKernel) => logKernel + shift);
        shareOut(near, 0, near.length);
        shareOut(far, 0, far.length);
        expect(far).toEqual(near);
      }),
    );
  });

  test('is shared out between start and end only', () => {
    const rows = Float64Array.of(5, 0, 0, 7);
    shareOut(rows, 1, 3);
    expect([...rows]).toEqual([5, 0.5, 0.5, 7]);
  });

  test('goes to the nearest centre alone when the kernel is narrow, also where every kernel would underflow', () => {
    // x = 10⁶, σ = 0.01: e^(−(10⁸)² / 2) is 0 in float64 for every connection.
    const layer = layerOf({ fanIn: 3, weight: [2, 3, 4], centre: [0, 1, -1], logWidth: [Math.log(0.01)] });
    const inputs = Float64Array.of(1e6, 1e6, 1e6);
    expect([...responsibilitiesOf(layer, inputs)]).toEqual([0, 1, 0]);
    expect([...responsibilitySums(layer, inputs)]).toEqual([3e6]);
  });

  test('is 1 / n where equal inputs meet equal centres, and 1 for the only connection', () => {
    const tie = layerOf({ fanIn: 3, weight: [1, 2, 3], centre: [0.25, 0.25, 0.25] });
    expect([...responsibilitiesOf(tie, Float64Array.of(2, 2, 2))]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const only = layerOf({ fanIn: 1, weight: [2], centre: [50], logWidth: [-4] });
    expect([...responsibilitiesOf(only, Float64Array.of(-3))]).toEqual([1]);
  });
});

describe('the sum of a unit', () => {
  test('lies between the smallest and the largest w · x with M = 1 and no bias', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(FAN_IN), (layer, inputs) => {
        const sums = responsibilitySums({ ...layer, multiplier: 1, bias: new Float64Array(UNITS) }, inputs);
        const products = contributions(layer, inputs);
        sums.forEach((sum, j) => {
          const row = products.subarray(j * FAN_IN, (j + 1) * FAN_IN);
          const rounding = 1e-12 * Math.max(...row.map(Math.abs));
          expect(sum).toBeGreaterThanOrEqual(Math.min(...row) - rounding);
          expect(sum).toBeLessThanOrEqual(Math.max(...row) + rounding);
        });
      }),
    );
  });

  test.each([
    ['σ = 100, the widest that training allows', Math.log(100), FAN_IN * 2e-4],
    ['ln σ = 12', 12, 1e-8],
  ])('is that of an ordinary layer with M = n and %s', (_which, logWidth, most) => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(FAN_IN), (layer, wide) => {
        // x, c and w in [−1, 1].
        const [inputs, weight, centre] = [wide, layer.weight, layer.centre].map((values) => values.map((v) => v / 3));
        const flat = new Float64Array(UNITS).fill(logWidth);
        const near = { ...layer, weight: weight!, centre: centre!, logWidth: flat, multiplier: FAN_IN };
        const products = contributions(near, inputs!);
        responsibilitySums(near, inputs!).forEach((sum, j) => {
          const ordinary = products.slice(j * FAN_IN, (j + 1) * FAN_IN).reduce((total, u) => total + u, layer.bias[j]!);
          expect(Math.abs(sum - ordinary)).toBeLessThanOrEqual(most);
        });
      }),
    );
  });

  test('is the same for a sample alone and in a batch, and leaves its arguments as they are', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(BATCH * FAN_IN), (layer, inputs) => {
        const before = structuredClone({ layer, inputs });
        const together = responsibilitySums(layer, inputs);
        const alone = Array.from({ length: BATCH }, (_, b) => [
          ...responsibilitySums(layer, inputs.slice(b * FAN_IN, (b + 1) * FAN_IN)),
        ]);
        expect([...together]).toEqual(alone.flat());
        expect({ layer, inputs }).toEqual(before);
      }),
    );
  });
});

test('a multiplier is 1, the fan-in or its root', () => {
  expect([multiplierOf('one', 9), multiplierOf('fanin', 9), multiplierOf('sqrt', 9)]).toEqual([1, 9, 3]);
});
