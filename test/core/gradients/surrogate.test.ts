import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { staticDerivative } from '../../../src/core/gradients/static-derivative.js';
import { type SurrogateDescription, surrogateDerivative } from '../../../src/core/gradients/surrogate.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { respondStatically, type StaticDescription } from '../../../src/core/neurons/static-units.js';
import { expectClose } from '../expect-close.js';

describe('a surrogate derivative', () => {
  test.each<readonly [SurrogateDescription, number, number]>([
    // 2/2 / (1 + 0)
    [{ kind: 'atan', alpha: 2 }, 0, 1],
    // π/2 · 2 · 1/π = 1: 1 / (1 + 1²)
    [{ kind: 'atan', alpha: 2 }, 1 / Math.PI, 0.5],
    // (1 + 25 · 0.04)⁻² = 2⁻², on both sides
    [{ kind: 'fast-sigmoid', slope: 25 }, 0.04, 0.25],
    [{ kind: 'fast-sigmoid', slope: 25 }, -0.04, 0.25],
    // 25 · ½ · ½
    [{ kind: 'sigmoid', slope: 25 }, 0, 6.25],
    // e^(−k x) overflows: snnTorch's form gives NaN here
    [{ kind: 'sigmoid', slope: 25 }, -1000, 0],
    [{ kind: 'straight-through' }, -7, 1],
    // 1 − 0.5 / 2, and nothing beyond the width
    [{ kind: 'triangle', width: 2 }, 0.5, 0.75],
    [{ kind: 'triangle', width: 2 }, -2.5, 0],
    [{ kind: 'triangular', height: 1 }, -0.1, 1],
    [{ kind: 'triangular', height: 1 }, 0, -1],
  ])('%j at %d is %d', (surrogate, distance, slope) => {
    expectClose([surrogateDerivative(surrogate)(distance)], [slope], 1e-15);
  });

  test.each<readonly [SurrogateDescription, (x: number) => number]>([
    [{ kind: 'atan', alpha: 3 }, (x) => Math.atan((Math.PI / 2) * 3 * x) / Math.PI],
    [{ kind: 'fast-sigmoid', slope: 4 }, (x) => x / (1 + 4 * Math.abs(x))],
    [{ kind: 'sigmoid', slope: 4 }, (x) => 1 / (1 + Math.exp(-4 * x))],
  ])('%j is the slope of the curve that it is named after', (surrogate, curve) => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 2, noNaN: true }), fc.boolean(), (magnitude, negative) => {
        const x = negative ? -magnitude : magnitude;
        const difference = (curve(x + 1e-5) - curve(x - 1e-5)) / 2e-5;
        expectClose([surrogateDerivative(surrogate)(x)], [difference], 1e-7, 1e-2);
      }),
    );
  });
});

const UNITS: readonly StaticDescription[] = [
  ...(['identity', 'relu', 'tanh', 'sigmoid', 'silu'] as const).map((kind) => ({ kind })),
  { kind: 'leaky-relu', slope: 0.25 },
];

describe('the derivative of a unit without memory', () => {
  test.each(UNITS)('$kind has the slope that differences have', (unit) => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.boolean(), (magnitude, negative) => {
        const z = negative ? -magnitude : magnitude;
        const [up, down] = respondStatically(Float64Array.of(z + 1e-5, z - 1e-5), unit);
        const jump = (): number => Number.NaN;
        expectClose([staticDerivative(unit, jump)(z)], [(up! - down!) / 2e-5], 1e-8, 1);
      }),
    );
  });

  test('step is one jump, sign two', () => {
    const jump = (z: number): number => 3 * z;
    expect(staticDerivative({ kind: 'step' }, jump)(5)).toBe(15);
    expect(staticDerivative(neuron('sign') as StaticDescription, jump)(5)).toBe(30);
  });
});
