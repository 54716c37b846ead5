import { describe, expect, test } from 'vitest';
import { progressText } from '../../src/cli/progress-text.js';
import { resultText } from '../../src/cli/result-text.js';
import { countText, durationText, percentText, valueText } from '../../src/streams/text/number-text.js';

describe('numbers as people read them', () => {
  test.each([
    [0, '0.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [200, '3 min 20 s'],
    [3599.6, '1 h 00 min'],
    [3900, '1 h 05 min'],
    [Number.POSITIVE_INFINITY, '?'],
  ])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  test('shares, counts and values', () => {
    expect(percentText(0.97493)).toBe('97.49 %');
    expect([countText(12345.678), countText(3), countText(Number.NaN)]).toEqual(['12,345.7', '3', 'NaN']);
    expect([valueText(0.0000123456), valueText(1234567), valueText(Number.NaN)]).toEqual([
      '0.00001235',
      '1234567',
      'NaN',
    ]);
  });
});

describe('the live line', () => {
  const state = {
    epoch: 2,
    epochs: 5,
    batch: 12,
    batchesPerEpoch: 45,
    accuracy: 0.971,
    testAccuracy: 0.9521,
    reward: 0.12345,
    spikesPerSample: 231.25,
    secondsLeft: 75,
    startedAt: 0,
  };
  // (45 + 12) of 5 * 45 batches are a quarter: 5 of 20 marks
  const numbers =
    'epoch 2/5  batch 12/45  ETA 1 min 15 s  accuracy 97.10 % (test 95.21 %)  reward 0.1235  231.3 spikes/sample';

  test('has a bar where there is room', () => {
    expect(progressText(state, 140)).toBe(`[${'='.repeat(5)}${' '.repeat(15)}]  ${numbers}`);
  });

  test('goes without a bar where there is less', () => {
    expect(progressText(state, numbers.length + 1)).toBe(numbers);
  });

  test('says the same in fewer words, then leaves out the reward, then the spikes', () => {
    const accuracy = 'epoch 2/5 12/45  ETA 1 min 15 s  accuracy 97.10 % (test 95.21 %)';
    expect(progressText(state, numbers.length)).toBe(`${accuracy}  reward 0.1235  231 spikes`);
    expect(progressText(state, 90)).toBe(`${accuracy}  231 spikes`);
    expect(progressText(state, 70)).toBe(accuracy);
    const { testAccuracy: _, ...untested } = state;
    const whole = 'epoch 2/5 12/45  ETA 1 min 15 s  accuracy 97.10 %  reward 0.1235  231 spikes';
    expect(progressText(untested, 80)).toBe(whole);
  });

  test.each([80, 100])('shows the accuracy of the last test in %d columns, however long the run', (width) => {
    expect(progressText(state, width)).toContain('(test 95.21 %)');
    const long = { epoch: 100, epochs: 100, batch: 1500, batchesPerEpoch: 1875, accuracy: 1, secondsLeft: 40_000 };
    expect(progressText({ ...state, ...long, spikesPerSample: 12_345 }, width)).toContain('(test 95.21 %)');
  });

  test.each([40, 1, 0])('never wraps: %d columns', (width) => {
    expect(progressText(state, width)).toHaveLength(Math.max(0, width - 1));
  });

  test('has no time left to tell before the first batch', () => {
    const { secondsLeft: _, testAccuracy: __, ...first } = state;
    expect(progressText(first, 140)).not.toMatch(/ETA|test/);
  });
});

test('a result has a column for each split, and what has no words of its own', () => {
  const metrics = {
    'spikesPerSample(train)': 1300,
    spikesPerSample: 1234.56,
    'accuracy(train)': 1,
    'accuracy(test)': 0.5,
    'rate(h1)': 80.55555,
  };
  const base = {
    name: 'x',
    seed: 1,
    backend: 'events',
    reason: 'complete',
    epochs: 1,
    seconds: 61,
    expect: [],
  } as const;
  expect(resultText({ ...base, metrics, folder: 'runs/x/0' }, (_style, text) => text)).toMatchInlineSnapshot(`
    "                        train     test
    accuracy             100.00 %  50.00 %
    spikes per sample       1,300  1,234.6
    rate(h1)                80.56
    time               1 min 01 s
    backend                events
    seed                        1

    run folder: runs/x/0
    "
  `);
  const endOf = (interventions: number) =>
    resultText({ ...base, metrics, interventions, folder: 'runs/x/0' }, (_style, text) => text)
      .split('\n')
      .slice(-4);
  expect(endOf(1)).toEqual([
    '',
    'changed once by hand while it ran: events.jsonl has the changes',
    'run folder: runs/x/0',
    '',
  ]);
  expect(endOf(2)[1]).toBe('changed 2 times by hand while it ran: events.jsonl has the changes');
});
