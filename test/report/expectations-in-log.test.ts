import { expect, test } from 'vitest';
import { jsonText } from '../../src/record/json-text.js';
import { LOG_LINE } from '../../src/report/log-line.js';

test('expectations of every sort are read back from a log', () => {
  const outcomes = [
    { that: 'accuracy(test)', value: 0.75, expected: 'equals 0.5 ± 0.125', pass: false },
    { that: 'silent(h1)', in: 'probe', value: 0, expected: 'no spikes', pass: true },
    { that: 'silent(h1)', in: 'probe', window: [5, 9], value: 1, expected: 'no spikes', pass: false },
    {
      that: 'digest(spikes)',
      in: 'probe',
      value: '85944171f73967e8',
      expected: 'the snapshot',
      pass: false,
      why: 'none',
    },
    { that: 'rate(h1)', in: 'probe', value: Number.NaN, expected: 'at least 1 Hz', pass: false, why: 'not measured' },
  ];
  const ended = { kind: 'run-ended', reason: 'complete', epochs: 1, metrics: {}, expect: outcomes, seconds: 1 };
  const line = jsonText(ended);
  expect(LOG_LINE.parse(JSON.parse(line))).toMatchObject({ expect: outcomes });
});
