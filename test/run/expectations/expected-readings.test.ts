import { expect, test } from 'vitest';
import { expectedReadings } from '../../../src/run/expectations/expected-readings.js';
import type { Expectation } from '../../../src/scenario/scenario.js';
import { expecting } from './expecting-task.js';

const h1 = [{ layer: 'h1', from: 0, to: 8 }];
const out = [{ layer: 'out', from: 0, to: 10 }];
const expectations: readonly Expectation[] = [
  { that: 'rate(h1)', in: 'probe', window: [10, 20], atLeast: 'rate(out)@check + rate(h1)' },
  { that: 'silent(h1)', in: 'probe', window: [10, 20] },
  { that: 'accuracy(test)', in: 'check', atLeast: 0.5 },
  { that: 'digest(weights)', in: 'train', equals: 'snapshot' },
];

test('a phase counts what its expectations, and the bounds of others, need of it; each once', () => {
  expect(expectedReadings(expecting(expectations), 'probe')).toEqual({
    counted: [{ nodes: h1, window: [10, 20] }],
    digests: { spikes: false, weights: false },
    layers: ['h1'],
  });
  // A whole presentation of 25 steps.
  expect(expectedReadings(expecting(expectations), 'check')).toEqual({
    counted: [{ nodes: out, window: [0, 25] }],
    digests: { spikes: false, weights: false },
    layers: ['out'],
  });
  expect(expectedReadings(expecting(expectations), 'train')).toEqual({
    counted: [],
    digests: { spikes: false, weights: true },
    layers: [],
  });
});

test('a digest of spikes needs every layer that spikes', () => {
  const digest = { that: 'digest(spikes)', equals: 'snapshot' };
  expect(expectedReadings(expecting([digest]), 'probe')).toMatchObject({
    digests: { spikes: true },
    layers: ['in', 'h1', 'out'],
  });
});

test('expectations that mean nothing are refused, all at once', () => {
  const wrong = [
    { that: 'rate(h3)', atLeast: '1Hz' },
    { that: 'rate(h1)', window: [90, 110] as const, atLeast: 5 },
    { that: 'accuracy(test)', atLeast: 0.5, atMost: 1 },
  ];
  expect(() => expectedReadings(expecting(wrong), 'probe')).toThrowErrorMatchingInlineSnapshot(`
    [HeavisideError: these expectations mean nothing to this run:
      expect[0].that: expected a layer or a node set ("in", "h1", "out", "left"), got "h3"
      expect[1].window: expected [from, to] with from < to, within the 100 steps of phase "probe", got [90, 110]
      expect[2]: expected exactly one of "atLeast", "atMost", "between", "equals", got "atLeast", "atMost"]
  `);
});
