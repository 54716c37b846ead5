import { expect, test } from 'vitest';
import { checkExpectations } from '../../src/run/check-expectations.js';
import { emptyTally, metricsOf, tallied } from '../../src/run/tally.js';
import type { Expectation } from '../../src/scenario/scenario.js';

const metrics = { 'accuracy(test)': 0.75 };
const passes = (condition: Omit<Expectation, 'that'>): boolean =>
  checkExpectations([{ that: 'accuracy(test)', ...condition }], metrics)[0]!.pass;

test('every condition holds at its bounds and fails beyond them', () => {
  expect([0.75, 0.76].map((atLeast) => passes({ atLeast }))).toEqual([true, false]);
  expect([0.75, 0.74].map((atMost) => passes({ atMost }))).toEqual([true, false]);
  expect(passes({ between: [0.75, 0.8] })).toBe(true);
  expect(passes({ between: [0.7, 0.75] })).toBe(true);
  expect(passes({ between: [0.76, 0.8] })).toBe(false);
  expect(passes({ between: [0.7, 0.74] })).toBe(false);
  expect([0.75, 0.5].map((equals) => passes({ equals }))).toEqual([true, false]);
});

test('a condition of 0 is a condition', () => {
  expect(checkExpectations([{ that: 'accuracy(test)', atMost: 0 }], metrics)).toEqual([
    { that: 'accuracy(test)', value: 0.75, expected: 'at most 0', pass: false },
  ]);
});

test('a metric that was not measured fails every condition', () => {
  const conditions = [{ atLeast: -1 }, { atMost: 1 }, { between: [-1, 1] as const }, { equals: 0 }];
  const outcomes = checkExpectations(
    conditions.map((condition) => ({ that: 'loss', ...condition })),
    metrics,
  );
  expect(outcomes.map(({ pass, value, expected }) => [pass, value, expected])).toEqual([
    [false, Number.NaN, 'at least -1'],
    [false, Number.NaN, 'at most 1'],
    [false, Number.NaN, 'between -1 and 1'],
    [false, Number.NaN, 'equals 0'],
  ]);
});

test('metrics are means over samples, and only those of the training carry its name', () => {
  const outcome = { values: new Float64Array(), outputSums: new Float64Array(), lastOutput: new Float64Array() };
  // 6 + 2 samples: 3 + 1 right, reward 2 + 6, 10 + 6 spikes, 100 + 60 operations
  const first = { ...outcome, correct: 3, reward: 2, spikes: 10, synapticOperations: 100 };
  const second = { ...outcome, correct: 1, reward: 6, spikes: 6, synapticOperations: 60 };
  const tally = tallied(tallied(emptyTally, first, 6), second, 2);
  expect(metricsOf(tally, 'test')).toEqual({
    'accuracy(test)': 0.5,
    reward: 1,
    spikesPerSample: 2,
    synapticOperationsPerSample: 20,
  });
  expect(metricsOf(tally, 'train')).toEqual({
    'accuracy(train)': 0.5,
    'reward(train)': 1,
    'spikesPerSample(train)': 2,
    'synapticOperationsPerSample(train)': 20,
  });
});
