import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { responsibilityGradients, responsibilitySums } from '../../../src/core/responsibility/layer-batch.js';
import { RESPONSIBILITY_TENSORS } from '../../../src/core/responsibility/responsibility-layer.js';
import { eighths, reals } from '../arbitraries.js';
import { expectClose } from '../expect-close.js';
import { anyResponsibilityLayer, BATCH, contributions, FAN_IN, layerOf, UNITS } from './any-responsibility.js';

const lists = (gradients: object) =>
  Object.fromEntries(
    Object.entries(gradients).map(([name, values]) => [name, Array.from(values, (v: number) => v + 0)]),
  );

// Shares ¾ and ¼: see the hand-computed case of the allocation. M = 2, w · x = 2 and −4, ū = ½.
const halfSquaredWidth = 1 / (4 * Math.log(3));
const hand = layerOf({
  fanIn: 2,
  multiplier: 2,
  weight: [2, -2],
  bias: [1],
  centre: [1, 1],
  logWidth: [Math.log(2 * halfSquaredWidth) / 2],
});

describe('the gradient', () => {
  test('of a case by hand, differentiated in full', () => {
    // t = M g ρ (w x − ū) = 2 · ¾ · 1½, 2 · ¼ · (−4½) = ±2¼;  d = 0, 1;  1 / σ² = 2 ln 3
    const pull = 4.5 * Math.log(3);
    const found = responsibilityGradients(hand, Float64Array.of(1, 2), Float64Array.of(1), 'full');
    expectClose(found.weight, [2 * 0.75 * 1, 2 * 0.25 * 2], 1e-14);
    expectClose(found.bias, [1]);
    expectClose(found.centre, [0, -pull], 1e-14);
    expectClose(found.logWidth, [-pull], 1e-14);
    expectClose(found.inputs, [2 * 0.75 * 2, 2 * 0.25 * -2 + pull], 1e-14);
  });

  test('with stopped shares is 0 for centres and widths and differs for the inputs', () => {
    const found = responsibilityGradients(hand, Float64Array.of(1, 2), Float64Array.of(1), 'stop');
    expectClose(found.weight, [1.5, 1], 1e-14);
    expectClose(found.inputs, [3, -1], 1e-14);
    expect([...found.centre, ...found.logWidth]).toEqual([0, 0, 0]);
  });

  test('with stopped shares keeps those of weights and biases in any layer', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(BATCH * FAN_IN), reals(BATCH * UNITS), (layer, inputs, gradient) => {
        const full = responsibilityGradients(layer, inputs, gradient, 'full');
        const stop = responsibilityGradients(layer, inputs, gradient, 'stop');
        expect([stop.weight, stop.bias]).toEqual([full.weight, full.bias]);
        expect(stop.centre.every((v) => v === 0) && stop.logWidth.every((v) => v === 0)).toBe(true);
      }),
    );
  });

  test('in full is what differences say, to 1e-5, for w, b, c, ln σ and x', () => {
    fc.assert(
      fc.property(anyResponsibilityLayer, reals(BATCH * FAN_IN), reals(BATCH * UNITS), (layer, inputs, gradient) => {
        const probe = (changed: typeof layer, x: Float64Array): number =>
          responsibilitySums(changed, x).reduce((sum, z, k) => sum + z * gradient[k]!, 0);
        const differences = (values: Float64Array, at: (moved: Float64Array) => number): Float64Array =>
          values.map((value, k) => {
            const step = 1e-5;
            return (at(values.with(k, value + step)) - at(values.with(k, value - step))) / (2 * step);
          });
        const found = responsibilityGradients(layer, inputs, gradient, 'full');
        // A gradient of 0 has the rounding of the probe: that of its terms, divided by the step.
        const added = responsibilitySums(layer, inputs).reduce((sum, z, k) => sum + Math.abs(z * gradient[k]!), 1);
        for (const tensor of RESPONSIBILITY_TENSORS) {
          const measured = differences(layer[tensor], (moved) => probe({ ...layer, [tensor]: moved }, inputs));
          expectClose(measured, found[tensor], 1e-5, 1e-3 * added);
        }
        const measured = differences(inputs, (moved) => probe(layer, moved));
        expectClose(measured, found.inputs, 1e-5, 1e-3 * added);
      }),
      { numRuns: 50 },
    );
  });

  test('by the log-kernels of a unit sums to 0: Σᵢ tᵢ = Σᵢ ∂c σ² / (x − c)', () => {
    fc.assert(
      fc.property(
        anyResponsibilityLayer,
        reals(FAN_IN),
        eighths(UNITS * FAN_IN),
        eighths(UNITS),
        (any, small, weight, gradient) => {
          // Every distance is at least ½, so that t can be told from the centres' gradient. Weights and gradients are
          // eighths: products of the smallest numbers of float64 would leave no relative precision to measure by.
          const inputs = small.map((v) => Math.abs(v) + 0.5);
          const layer = { ...any, weight, centre: any.centre.map((c) => -Math.abs(c)) };
          const products = contributions(layer, inputs);
          const { centre } = responsibilityGradients(layer, inputs, gradient, 'full');
          for (let j = 0; j < UNITS; j++) {
            const variance = Math.exp(2 * layer.logWidth[j]!);
            const t = centre
              .slice(j * FAN_IN, (j + 1) * FAN_IN)
              .map((c, i) => (c * variance) / (inputs[i]! - layer.centre[j * FAN_IN + i]!));
            const top = Math.max(...products.subarray(j * FAN_IN, (j + 1) * FAN_IN).map(Math.abs));
            // Each t is a difference of numbers up to the largest product.
            expectClose(
              [t.reduce((sum, v) => sum + v, 0)],
              [0],
              1e-12,
              layer.multiplier * Math.abs(gradient[j]!) * 2 * top,
            );
          }
        },
      ),
    );
  });

  test('of a batch is the sum of those of its samples, and leaves its arguments as they are', () => {
    fc.assert(
      fc.property(
        anyResponsibilityLayer,
        reals(BATCH * FAN_IN),
        reals(BATCH * UNITS),
        fc.constantFrom('full' as const, 'stop' as const),
        (layer, inputs, gradient, mode) => {
          const before = structuredClone({ layer, inputs, gradient });
          const together = responsibilityGradients(layer, inputs, gradient, mode);
          const alone = Array.from({ length: BATCH }, (_, b) =>
            responsibilityGradients(
              layer,
              inputs.slice(b * FAN_IN, (b + 1) * FAN_IN),
              gradient.slice(b * UNITS, (b + 1) * UNITS),
              mode,
            ),
          );
          for (const tensor of RESPONSIBILITY_TENSORS) {
            const total = together[tensor].map((_, k) => alone.reduce((sum, one) => sum + one[tensor][k]!, 0));
            const added = Math.max(...alone.flatMap((one) => [...one[tensor].map(Math.abs)]));
            expectClose(together[tensor], total, 1e-12, added);
          }
          expect([...together.inputs]).toEqual(alone.flatMap((one) => [...one.inputs]));
          expect({ layer, inputs, gradient }).toEqual(before);
        },
      ),
    );
  });

  test('of the only connection leaves its centre and width alone', () => {
    // ρ = 1 whatever the distance: ∂w = M g x = 3 · 2 · (−3), ∂x = M g w = 3 · 2 · 5
    const layer = layerOf({ fanIn: 1, multiplier: 3, weight: [5], centre: [0.5], logWidth: [0.25] });
    const found = responsibilityGradients(layer, Float64Array.of(-3), Float64Array.of(2), 'full');
    expect(lists(found)).toEqual({ weight: [-18], bias: [2], centre: [0], logWidth: [0], inputs: [30] });
  });

  test('stays finite at x = 1e6 and σ = 0.01', () => {
    const layer = layerOf({ fanIn: 3, weight: [2, 3, 4], centre: [0, 1, 1], logWidth: [Math.log(0.01)] });
    const found = responsibilityGradients(layer, Float64Array.of(1e6, 1e6, 1e6), Float64Array.of(1), 'full');
    expect(Object.values(lists(found)).flat().every(Number.isFinite)).toBe(true);
    // The two nearest share alike: ∂w = ½ x.
    expect([...found.weight]).toEqual([0, 5e5, 5e5]);
  });
});
