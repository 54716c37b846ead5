import { describe, expect, test } from 'vitest';
import { checkExpectations } from '../../src/run/check-expectations.js';
import {
  type PhaseReadings,
  type Readings,
  readingsOfMetrics,
  readingsOfPhases,
} from '../../src/run/expectations/readings.js';
import type { ExpectationOutcome } from '../../src/run/run-event.js';
import { emptyTally, metricsOf, tallied } from '../../src/run/tally.js';
import type { Expectation } from '../../src/scenario/scenario.js';
import { expecting } from './expectations/expecting-task.js';

const metrics = { 'accuracy(test)': 0.75 };
const checked = (expectations: readonly Expectation[]) =>
  checkExpectations(expecting(expectations, []), readingsOfMetrics(metrics));
const passes = (condition: Omit<Expectation, 'that'>): boolean =>
  checked([{ that: 'accuracy(test)', ...condition }])[0]!.pass;

test('every condition holds at its bounds and fails beyond them', () => {
  expect([0.75, 0.76].map((atLeast) => passes({ atLeast }))).toEqual([true, false]);
  expect([0.75, 0.74].map((atMost) => passes({ atMost }))).toEqual([true, false]);
  expect(passes({ between: [0.75, 0.8] })).toBe(true);
  expect(passes({ between: [0.7, 0.75] })).toBe(true);
  expect(passes({ between: [0.76, 0.8] })).toBe(false);
  expect(passes({ between: [0.7, 0.74] })).toBe(false);
  expect([0.75, 0.5].map((equals) => passes({ equals }))).toEqual([true, false]);
});

test('a tolerance lets "equals" be missed by that much, on both sides', () => {
  // Exact in binary: 0.75 ± 0.25
  expect([0.5, 1, 0.4375, 1.0625].map((equals) => passes({ equals, tolerance: 0.25 }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(checked([{ that: 'accuracy(test)', equals: 0.5, tolerance: 0.125 }])[0]).toMatchObject({
    expected: 'equals 0.5 ± 0.125',
    pass: false,
  });
});

test('a condition of 0 is a condition', () => {
  expect(checked([{ that: 'accuracy(test)', atMost: 0 }])).toEqual([
    { that: 'accuracy(test)', value: 0.75, expected: 'at most 0', pass: false },
  ]);
});

test('a metric that was not measured fails every condition, and says so', () => {
  const conditions = [{ atLeast: -1 }, { atMost: 1 }, { between: [-1, 1] as const }, { equals: 0 }];
  const outcomes = checked(conditions.map((condition) => ({ that: 'loss', ...condition })));
  expect(outcomes.map(({ pass, value, expected, why }) => [pass, value, expected, why])).toEqual([
    [false, Number.NaN, 'at least -1', 'loss was not measured in this run'],
    [false, Number.NaN, 'at most 1', 'loss was not measured in this run'],
    [false, Number.NaN, 'between -1 and 1', 'loss was not measured in this run'],
    [false, Number.NaN, 'equals 0', 'loss was not measured in this run'],
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

describe('with phases', () => {
  const DIGEST = '85944171f73967e8';
  const rates = new Map([
    ['h1 0:100', 40],
    ['h1 10:20', 0],
    ['out 10:20', 20],
  ]);
  const key = (nodes: Parameters<Readings['rate']>[0], window: readonly number[]) =>
    `${nodes.map(({ layer }) => layer).join()} ${window.join(':')}`;
  const readings = readingsOfPhases(
    new Map<string, PhaseReadings>([
      ['train', { metrics: { 'accuracy(test)': 0.75, 'accuracy(train)': 0.875 }, digests: { weights: DIGEST } }],
      ['check', { metrics: { 'accuracy(test)': 0.5 } }],
      [
        'probe',
        {
          metrics: {},
          counters: {
            rate: (nodes, window) => rates.get(key(nodes, window)),
            spikes: (nodes, window) => 8 * (rates.get(key(nodes, window)) ?? Number.NaN),
          },
          digests: { spikes: DIGEST },
        },
      ],
    ]),
  );
  const outcome = (
    expectation: Expectation,
    known: Parameters<typeof checkExpectations>[2] = { known: {}, backend: 'events' },
  ): ExpectationOutcome => checkExpectations(expecting([expectation]), readings, known)[0]!;

  test('a metric is that of the phase that is named, or of the last one that measures it', () => {
    expect(outcome({ that: 'accuracy(test)', in: 'train', atLeast: 0.7 })).toEqual({
      that: 'accuracy(test)',
      in: 'train',
      value: 0.75,
      expected: 'at least 0.7',
      pass: true,
    });
    expect(outcome({ that: 'accuracy(test)', atLeast: 0.7 })).toMatchObject({ in: 'check', value: 0.5, pass: false });
    expect(outcome({ that: 'accuracy(train)', atLeast: 0.7 })).toMatchObject({ in: 'train', value: 0.875 });
  });

  test('a bound is worked out from earlier phases: 0.75 - 0.25', () => {
    const expectation = { that: 'accuracy(test)', in: 'check', atLeast: 'accuracy(test)@train - 0.25' };
    expect(outcome(expectation)).toEqual({
      that: 'accuracy(test)',
      in: 'check',
      value: 0.5,
      expected: 'at least 0.5, that is accuracy(test)@train - 0.25',
      pass: true,
    });
    expect(outcome({ ...expectation, atLeast: 'accuracy(test)@train - 0.125' })).toMatchObject({
      expected: 'at least 0.625, that is accuracy(test)@train - 0.125',
      pass: false,
    });
  });

  test('rates have their unit, and bounds are of the same window', () => {
    expect(outcome({ that: 'rate(h1)', between: ['10Hz', '0.1kHz'] })).toMatchObject({
      in: 'probe',
      value: 40,
      expected: 'between 10 Hz and 100 Hz',
      pass: true,
    });
    expect(outcome({ that: 'rate(h1)', window: [10, 20], atLeast: 'rate(out) / 2' })).toMatchObject({
      value: 0,
      expected: 'at least 10 Hz, that is rate(out) / 2',
      pass: false,
    });
  });

  test('silence is no spikes at all', () => {
    expect(outcome({ that: 'silent(h1)', window: [10, 20] })).toMatchObject({
      value: 0,
      expected: 'no spikes',
      pass: true,
    });
    expect(outcome({ that: 'silent(h1)' })).toMatchObject({ value: 320, expected: 'no spikes', pass: false });
  });

  test('a bound without a value passes nothing', () => {
    const expectation = { that: 'accuracy(test)', in: 'check', atMost: 'reward@train' };
    expect(outcome(expectation)).toMatchObject({
      expected: 'at most NaN, that is reward@train',
      pass: false,
      why: 'reward@train has no value in this run',
    });
  });

  test('a digest is held against the snapshot of its phase and backend', () => {
    const expectation = { that: 'digest(spikes)', equals: 'snapshot' };
    const known = { 'probe digest(spikes) events': DIGEST, 'probe digest(spikes) webgpu': '0123456789abcdef' };
    expect(outcome(expectation, { known, backend: 'events' })).toEqual({
      that: 'digest(spikes)',
      in: 'probe',
      value: DIGEST,
      expected: `the snapshot ${DIGEST}`,
      pass: true,
    });
    expect(outcome(expectation, { known, backend: 'webgpu' })).toMatchObject({
      expected: 'the snapshot 0123456789abcdef',
      pass: false,
    });
    expect(outcome(expectation, { known, backend: 'cpu' })).toMatchObject({
      value: DIGEST,
      expected: 'the snapshot',
      pass: false,
      why: 'there is no snapshot of it on cpu for this seed and these overrides: heaviside run FILE --update-snapshots keeps one',
    });
    expect(
      outcome({ that: 'digest(weights)', in: 'train', equals: 'snapshot' }, { known: 'update', backend: 'cpu' }),
    ).toMatchObject({ value: DIGEST, expected: `the snapshot ${DIGEST}`, pass: true });
  });

  test('what a phase has not left is not a number, and says so', () => {
    expect(outcome({ that: 'digest(weights)', in: 'check', equals: 'snapshot' })).toMatchObject({
      value: Number.NaN,
      pass: false,
      why: 'digest(weights) was not measured in "check"',
    });
    expect(outcome({ that: 'spikes(h1)', in: 'check', atMost: 1 })).toMatchObject({
      value: Number.NaN,
      pass: false,
      why: 'spikes(h1) was not measured in "check"',
    });
  });
});
