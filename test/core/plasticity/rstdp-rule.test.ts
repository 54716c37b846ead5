import { describe, expect, test } from 'vitest';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import { kindProblems } from '../../../src/core/option-problems.js';
import { NOTHING_EXPECTED, rstdpReward } from '../../../src/core/plasticity/rstdp-reward.js';
import { RSTDP_DEFAULTS, RSTDP_OPTIONS, RSTDP_RULES, rstdpProblem } from '../../../src/core/plasticity/rstdp-rule.js';
import { dense, identity, lif, relu } from '../network/small-networks.js';

test('every option is checked, all at once', () => {
  const said = (rule: object): string[] =>
    kindProblems(rule as { kind: string }, RSTDP_OPTIONS, 'rule').map(
      ({ field, expected, got }) => `${field}: ${expected}, got ${got}`,
    );
  expect(said(RSTDP_DEFAULTS)).toEqual([]);
  expect(Object.keys(RSTDP_RULES)).toEqual(Object.keys(RSTDP_OPTIONS));
  const bad = { tauPlus: 0, tauMinus: -1, tauEligibility: Number.NaN, aPlus: -1, aMinus: '1' };
  expect(said({ kind: 'r-stdp', ...bad, modulator: 'local', baselineDecay: 1.5 })).toMatchInlineSnapshot(`
    [
      "rule.tauPlus: a number > 0, got 0",
      "rule.tauMinus: a number > 0, got -1",
      "rule.tauEligibility: a number > 0, got NaN",
      "rule.aPlus: a number >= 0, got -1",
      "rule.aMinus: a number >= 0, got "1"",
      "rule.modulator: one of "global", "per-output", got "local"",
      "rule.baselineDecay: a number >= 0 and <= 1, got 1.5",
      "rule.layers: one of "all", "last", got nothing",
    ]
  `);
});

describe('what the rule cannot train', () => {
  const problem = (layers: readonly LayerDescription[], modulator: 'global' | 'per-output' = 'per-output') =>
    rstdpProblem({ ...RSTDP_DEFAULTS, modulator }, layers);
  const pool: LayerDescription = { id: 'pool', kind: 'average-pool', kernel: [2, 2], stride: [2, 2] };
  const flat: LayerDescription = { id: 'flat', kind: 'flatten' };

  test('is nothing where all weights lead to spikes', () => {
    expect(problem([pool, flat, dense('h', 3, { kind: 'step' }), dense('out', 2, lif)])).toBeUndefined();
  });

  test('are weights of units without spikes and batch normalisations, all of them named', () => {
    const norm: LayerDescription = { id: 'norm', kind: 'batch-norm', epsilon: 1e-5, neuron: lif };
    const layers = [norm, flat, dense('a', 3, relu), dense('b', 3, { kind: 'sign' }), dense('out', 2, identity)];
    expect(problem(layers)).toMatchInlineSnapshot(`
      {
        "expected": "a rule that needs no spikes of the units that have weights, because of "norm" (batch-norm), "a" (relu), "b" (sign), "out" (identity)",
        "field": "kind",
        "got": ""r-stdp"",
      }
    `);
  });

  test('are outputs of their own reward without weights of their own', () => {
    expect(problem([dense('h', 4, lif), flat])).toMatchInlineSnapshot(`
      {
        "expected": ""global", because the last layer, "flat" (flatten), has no weights",
        "field": "modulator",
        "got": ""per-output"",
      }
    `);
    expect(problem([dense('h', 4, lif), flat], 'global')).toBeUndefined();
  });
});

describe('the reward', () => {
  const rule = { modulator: 'per-output', baselineDecay: 0.75 } as const;

  test('is 1 or −1 less what was expected; the outputs earn where the answer was wrong', () => {
    // Right, wrong, right, right: the mean is ½.
    const found = rstdpReward(rule, [0, 2, 1, 2], [0, 1, 1, 2], 3, 0.25);
    expect(found.reward.everywhere).toEqual(Float64Array.of(0.75, -1.25, 0.75, 0.75));
    expect(found.reward.outputs).toEqual(Float64Array.of(0, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0));
    // ¾ · ¼ + ¼ · ½ = 5/16.
    expect(found.expected).toBe(0.3125);
  });

  test('of a single output says which answer was missed: 1 or 0', () => {
    const { outputs } = rstdpReward(rule, [0, 1, 0, 1], [1, 0, 0, 1], 1, NOTHING_EXPECTED).reward;
    expect(outputs).toEqual(Float64Array.of(1, -1, 0, 0));
  });

  test('of the outputs is not there under a global reward', () => {
    const found = rstdpReward({ ...rule, modulator: 'global' }, [1], [1], 2, NOTHING_EXPECTED);
    expect(found).toEqual({ reward: { everywhere: Float64Array.of(1) }, expected: 0.25 });
  });

  test('comes to nothing once right answers are expected', () => {
    let expected = NOTHING_EXPECTED;
    for (let batch = 0; batch < 200; batch++) expected = rstdpReward(rule, [1], [1], 2, expected).expected;
    const { everywhere, outputs } = rstdpReward(rule, [1], [1], 2, expected).reward;
    expect(Math.abs(everywhere[0]!)).toBeLessThan(1e-12);
    expect(outputs).toEqual(new Float64Array(2));
  });

  test('needs an answer for every label', () => {
    expect(() => rstdpReward(rule, [1], [1, 2], 3, 0)).toThrow(
      new RangeError('there must be as many answers as labels, at least 1, got 1 and 2'),
    );
    expect(() => rstdpReward(rule, [], [], 3, 0)).toThrow(
      new RangeError('there must be as many answers as labels, at least 1, got 0 and 0'),
    );
  });
});
