import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LossName, lossOf, oneHot } from '../../../src/core/losses/loss.js';
import { reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';

describe('a loss', () => {
  test('of squared errors: ½ (1² + 2²) and ½ · 0 over two samples is 1.25', () => {
    const { loss, gradient } = lossOf('squared-error', Float64Array.of(3, 0, 1, 1), Float64Array.of(2, 2, 1, 1), 2);
    expect(loss).toBe(1.25);
    expect([...gradient]).toEqual([0.5, -1, 0, 0]);
  });

  test('of cross-entropy: outputs 0 and ln 3 say ¼ and ¾', () => {
    const { loss, gradient } = lossOf('cross-entropy', Float64Array.of(0, Math.log(3)), Float64Array.of(1, 0), 2);
    expect(loss).toBeCloseTo(Math.log(4), 15);
    expectClose(gradient, [-0.75, 0.75]);
  });

  test('stays finite where the label has no probability left', () => {
    // e^−2000 is 0 in float64: the logarithm is that of the floor.
    const { loss } = lossOf('cross-entropy', Float64Array.of(0, 2000), Float64Array.of(1, 0), 2);
    expect(loss).toBeCloseTo(-Math.log(1e-300), 10);
  });

  test.each<LossName>(['cross-entropy', 'squared-error'])('%s has the gradient that differences have', (name) => {
    fc.assert(
      fc.property(reals(6), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), (wide, a, b) => {
        const outputs = wide.map((value) => value / 4);
        const targets = oneHot([a, b], 3);
        const { gradient } = lossOf(name, outputs, targets, 3);
        const step = 1e-5;
        const differences = outputs.map((value, k) => {
          const at = (moved: number): number => lossOf(name, outputs.with(k, moved), targets, 3).loss;
          return (at(value + step) - at(value - step)) / (2 * step);
        });
        const { loss } = lossOf(name, outputs, targets, 3);
        // Rounding of the loss, divided by the step.
        expectClose(differences, gradient, 1e-9, 1 + loss);
      }),
    );
  });

  test('of rows that do not fit each other is refused', () => {
    expect(() => lossOf('squared-error', new Float64Array(4), new Float64Array(6), 2)).toThrow(
      new RangeError('outputs and targets must be rows of 2, got 4 and 6 values'),
    );
  });
});
