import { describe, expect, test } from 'vitest';
import { respond, restingState } from '../../../src/core/neurons/dynamics.js';
import { respondStatically, type StaticDescription, sigmoid } from '../../../src/core/neurons/static-units.js';

const answers = (unit: StaticDescription, ...sums: number[]): number[] => [
  ...respondStatically(Float64Array.from(sums), unit),
];

describe('units without memory', () => {
  test('step is 0 up to and at 0, and 1 above', () => {
    expect(answers({ kind: 'step' }, -2, -Number.MIN_VALUE, -0, 0, Number.MIN_VALUE, 3)).toEqual([0, 0, 0, 0, 1, 1]);
  });

  test('sign is −1 up to and at 0, and +1 above', () => {
    expect(answers({ kind: 'sign' }, -2, 0, 0.5)).toEqual([-1, -1, 1]);
  });

  test('identity, relu and leaky relu', () => {
    expect(answers({ kind: 'identity' }, -2, 0, 3)).toEqual([-2, 0, 3]);
    expect(answers({ kind: 'relu' }, -2, 0, 3)).toEqual([0, 0, 3]);
    expect(answers({ kind: 'leaky-relu', slope: 0.25 }, -2, 0, 3)).toEqual([-0.5, 0, 3]);
  });

  test('tanh, sigmoid and silu at places where they are known', () => {
    // σ(ln 3) = 3/4;  tanh(ln 2) = (2 − ½) / (2 + ½) = 0.6;  silu(z) = z σ(z)
    expect(answers({ kind: 'sigmoid' }, 0, Math.log(3))).toEqual([0.5, expect.closeTo(0.75, 15)]);
    expect(answers({ kind: 'tanh' }, 0, Math.log(2))).toEqual([0, expect.closeTo(0.6, 15)]);
    expect(answers({ kind: 'silu' }, 0, Math.log(3))).toEqual([0, expect.closeTo(0.75 * Math.log(3), 15)]);
  });

  test('sigmoid does not overflow', () => {
    expect([sigmoid(-1e4), sigmoid(1e4)]).toEqual([0, 1]);
  });

  test('a constant sum gives a constant answer', () => {
    const sums = { values: Float64Array.of(-1, 2), constant: true };
    const { output } = respond({ kind: 'relu' }, sums, restingState({ kind: 'relu' }, 2), { steps: 5, batch: 1 });
    expect(output).toEqual({ values: Float64Array.of(0, 2), constant: true });
  });
});

test('neurons refuse to go on from the state of another kind', () => {
  const sums = { values: Float64Array.of(1), constant: true };
  const lif = { kind: 'lif', decay: 0.5, threshold: 1, reset: 'none', resetDelay: true } as const;
  const adaptive = { ...lif, kind: 'adaptive-lif', adaptation: 0, adaptationDecay: 0 } as const;
  const span = { steps: 1, batch: 1 };
  const step = { kind: 'step' } as const;
  expect(() => respond(lif, sums, restingState(step, 1), span)).toThrow(
    'neurons of kind lif cannot continue from a state of kind static',
  );
  expect(() => respond(step, sums, restingState(lif, 1), span)).toThrow('kind step');
  expect(() => respond(lif, sums, restingState(adaptive, 1), span)).toThrow('kind adaptive-lif');
  expect(() => respond(adaptive, sums, restingState(lif, 1), span)).toThrow('kind lif');
});
