import { expect, test } from 'vitest';
import { learnProblems } from '../../src/core/learn-problems.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';
import { outputProblem } from '../../src/core/rewards/reward-fit.js';

const sound = {
  method: 'lfp',
  rule: { kind: 'epsilon', epsilon: 1e-6 },
  reward: { kind: 'softmax' },
  optimizer: OPTIMIZER_DEFAULTS.adam,
  schedule: { kind: 'constant' },
} as const;

/** What is said of learning with these parts instead. */
const said = (parts: object): string[] =>
  learnProblems({ ...sound, ...parts }, { readout: 'mean', input: { id: 'in', shape: [2] }, layers: [] }).map(
    ({ field, expected, got }) => `${field}: ${expected}, got ${got}`,
  );

test('what scenarios refuse to learn with is refused in code, all at once', () => {
  expect(said({})).toEqual([]);
  const parts = {
    rule: { kind: 'gamma', epsilon: Number.NaN, gamma: -1 },
    reward: { kind: 'bounded-softmax', low: 0.8, high: 0.2, signOnly: false },
    optimizer: { ...OPTIMIZER_DEFAULTS.adam, lr: 0, beta2: 1 },
    schedule: { kind: 'step', every: 0, factor: 0.5 },
    clip: Number.POSITIVE_INFINITY,
  };
  expect(said(parts)).toMatchInlineSnapshot(`
    [
      "rule.epsilon: a number > 0, got NaN",
      "rule.gamma: a number >= 0, got -1",
      "reward.low: "low" below "high" (0.2), got 0.8",
      "optimizer.lr: a number > 0, got 0",
      "optimizer.beta2: a number >= 0 and < 1, got 1",
      "schedule.every: an integer >= 1, got 0",
      "clip: a number > 0, got Infinity",
    ]
  `);
});

test('kinds that nobody has, options that are missing', () => {
  const unknown = { kind: 'lfp' };
  expect(said({ rule: unknown, reward: unknown, optimizer: unknown, schedule: undefined })).toMatchInlineSnapshot(`
    [
      "rule: one of "epsilon", "gamma", "z-plus", "alpha-beta", "hebbian", "oja", got "lfp"",
      "reward: one of "softmax", "sigmoid", "binary-sigmoid", "bounded-softmax", "correct-class", "misclassification", "maximize", "minimize", "rate", got "lfp"",
      "optimizer: one of "sgd", "adam", got "lfp"",
      "schedule: one of "constant", "step", "cosine", "one-cycle", got nothing",
    ]
  `);
  expect(said({ optimizer: { kind: 'sgd', lr: 1 }, schedule: { kind: 'one-cycle' } })).toMatchInlineSnapshot(`
    [
      "optimizer.momentum: a number >= 0 and < 1, got nothing",
      "optimizer.weightDecay: a number >= 0, got nothing",
      "schedule.warmUp: a number > 0 and < 1, got nothing",
    ]
  `);
});

test('rules and rewards that contradict themselves or the read-out', () => {
  const rule = { kind: 'alpha-beta', epsilon: 1e-6, alpha: 2, beta: 2 };
  expect(said({ rule, reward: { kind: 'rate', scale: 'none' } })).toMatchInlineSnapshot(`
    [
      "rule.alpha: alpha - beta = 1, got 2 - 2 = 0",
      "reward: another reward for read-out "mean", got "rate", which counts spikes and needs read-out "rate"",
    ]
  `);
});

test('a network has one output a class, or one where the reward is for one', () => {
  const fits = (kind: 'softmax' | 'maximize' | 'binary-sigmoid', outputs: number, classes?: number) =>
    outputProblem({ kind }, outputs, classes === undefined ? classes : { name: 'data', classes })?.field ?? 'fits';
  expect([fits('softmax', 3, 3), fits('softmax', 2, 3), fits('softmax', 4, 3), fits('softmax', 4)]).toEqual([
    'fits',
    'outputs',
    'outputs',
    'fits',
  ]);
  expect([fits('maximize', 1, 10), fits('maximize', 2, 2)]).toEqual(['fits', 'outputs']);
  expect([fits('binary-sigmoid', 1, 2), fits('binary-sigmoid', 1, 3)]).toEqual(['fits', 'reward']);
});
