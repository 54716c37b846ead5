import { describe, expect, test } from 'vitest';
import { progressText } from '../../src/cli/progress-text.js';
import { resultText } from '../../src/cli/result-text.js';
import { startedText } from '../../src/cli/started-text.js';
import { countText, durationText, percentText, valueText } from '../../src/streams/text/number-text.js';
import type { Summary } from '../../src/streams/to-summary.js';
import { STARTED } from '../streams/fake-run.js';

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
    expect(progressText(state, 140, 0.001)).toBe(`[${'='.repeat(5)}${' '.repeat(15)}]  ${numbers}`);
  });

  test('goes without a bar where there is less', () => {
    expect(progressText(state, numbers.length + 1, 0.001)).toBe(numbers);
  });

  test('says the same in fewer words, then leaves out the reward, then the spikes', () => {
    const accuracy = 'epoch 2/5 12/45  ETA 1 min 15 s  accuracy 97.10 % (test 95.21 %)';
    expect(progressText(state, numbers.length, 0.001)).toBe(`${accuracy}  reward 0.1235  231 spikes`);
    expect(progressText(state, 90, 0.001)).toBe(`${accuracy}  231 spikes`);
    expect(progressText(state, 70, 0.001)).toBe(accuracy);
    expect(progressText(state, 50, 0.001)).toBe('epoch 2/5 12/45  97.10 % (test 95.21 %)');
    const { testAccuracy: _, ...untested } = state;
    const whole = 'epoch 2/5 12/45  ETA 1 min 15 s  accuracy 97.10 %  reward 0.1235  231 spikes';
    expect(progressText(untested, 80, 0.001)).toBe(whole);
  });

  test.each([80, 100])('shows the accuracy of the last test in %d columns, however long the run', (width) => {
    expect(progressText(state, width, 0.001)).toContain('(test 95.21 %)');
    const long = { epoch: 100, epochs: 100, batch: 1500, batchesPerEpoch: 1875, accuracy: 1, secondsLeft: 40_000 };
    expect(progressText({ ...state, ...long, spikesPerSample: 12_345 }, width, 0.001)).toContain('(test 95.21 %)');
  });

  test.each([40, 1, 0])('never wraps: %d columns', (width) => {
    expect(progressText(state, width, 0.001)).toHaveLength(Math.max(0, width - 1));
  });

  test('has no time left to tell before the first batch', () => {
    const { secondsLeft: _, testAccuracy: __, ...first } = state;
    expect(progressText(first, 140, 0.001)).not.toMatch(/ETA|test/);
  });
});

describe('the live line of a run of phases', () => {
  const phases = [
    { id: 'learn', type: 'train' },
    { id: 'check', type: 'test' },
    { id: 'probe', type: 'run' },
  ] as const;
  const base = { epoch: 1, epochs: 2, batch: 3, batchesPerEpoch: 4, accuracy: 0.5, reward: 0.25, startedAt: 0, phases };
  const inPhase = (number: number, done: number, of: number) => ({
    ...base,
    phase: { ...phases[number - 1]!, number, done, of, since: 0 },
  });

  test('names the phase, then leaves out its kind, then its name', () => {
    const state = inPhase(1, 0, 0);
    // 3 of 8 batches: 7.5 of 20 marks
    const learning = 'epoch 1/2  batch 3/4  accuracy 50.00 %  reward 0.25';
    const bar = `[${'='.repeat(8)}${' '.repeat(12)}]`;
    expect(progressText(state, 120, 0.001)).toBe(`phase 1/3 learn (train)  ${bar}  ${learning}`);
    expect(progressText(state, 80, 0.001)).toBe(`phase 1/3 learn (train)  ${learning}`);
    expect(progressText(state, 60, 0.001)).toBe(`learn  ${learning}`);
    expect(progressText(state, 53, 0.001)).toBe('learn  epoch 1/2 3/4  accuracy 50.00 %  reward 0.25');
    expect(progressText(state, 40, 0.001)).toBe('learn  epoch 1/2 3/4  accuracy 50.00 %');
    expect(progressText(state, 33, 0.001)).toBe('learn  epoch 1/2 3/4  50.00 %');
    expect(progressText(state, 28, 0.001)).toBe('epoch 1/2 3/4  50.00 %');
  });

  test('has the batches of a test and the simulated time of a free run', () => {
    const bar = (full: number) => `[${'='.repeat(full)}${' '.repeat(20 - full)}]`;
    const test = inPhase(2, 3, 12);
    expect(progressText(test, 100, 0.001)).toBe(`phase 2/3 check (test)  ${bar(5)}  batch 3/12`);
    // 1,500 of 3,000 steps of half a millisecond
    const run = inPhase(3, 1500, 3000);
    expect(progressText(run, 100, 0.0005)).toBe(`phase 3/3 probe (run)  ${bar(10)}  750 ms of 1.5 s`);
    expect(progressText(run, 45, 0.0005)).toBe('phase 3/3 probe (run)  750 ms of 1.5 s');
    expect(progressText(run, 25, 0.0005)).toBe('probe  750 ms of 1.5 s');
    expect(progressText(inPhase(3, 0, 0), 100, 0.0005)).toBe(`phase 3/3 probe (run)  ${bar(0)}`);
  });
});

test('what is about to run names its phases', () => {
  const phases = [
    { id: 'learn', type: 'train' },
    { id: 'probe', type: 'run' },
  ] as const;
  expect(startedText({ ...STARTED, phases }).split('\n')[1]).toBe('phases learn (train), probe (run)');
  expect(startedText(STARTED)).not.toContain('phases');
});

test('a result of phases has a row for each, with the columns that any has', () => {
  const base = { name: 'x', seed: 1, backend: 'events', reason: 'complete', epochs: 1, seconds: 61 } as const;
  const phases = {
    learn: { 'accuracy(train)': 1, 'reward(train)': 0.5, 'accuracy(test)': 0.75, reward: 0.25 },
    check: { 'accuracy(test)': 0.5, reward: 12 },
    probe: {},
  };
  const text = resultText({ ...base, metrics: {}, phases, expect: [], folder: 'runs/x/0' }, (_style, told) => told);
  expect(text).toMatchInlineSnapshot(`
    "phase  accuracy, train     test  reward
    learn         100.00 %  75.00 %    0.25
    check                   50.00 %      12
    probe

    time     1 min 01 s
    backend      events
    seed              1

    run folder: runs/x/0
    "
  `);
});

test('a result of phases of which none has ended has no table of them', () => {
  const base = { name: 'x', seed: 1, backend: 'events', reason: 'interrupted', epochs: 0, seconds: 2 } as const;
  const stopped = { ...base, metrics: {}, phases: {}, expect: [], folder: 'runs/x/0' };
  expect(resultText(stopped, (_style, text) => text)).toMatchInlineSnapshot(`
    "time      2.0 s
    backend  events
    seed          1

    stopped before its end; heaviside resume runs/x/0 goes on with it
    run folder: runs/x/0
    "
  `);
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

test('expectations say where they are of, what was asked and what came', () => {
  const base = { name: 'x', seed: 1, backend: 'events', reason: 'complete', epochs: 5, seconds: 61 } as const;
  const expected: Summary['expect'] = [
    { that: 'accuracy(test)', in: 'train', value: 0.75, expected: 'at least 0.7', pass: true },
    { that: 'rate(h1)', in: 'probe', value: 1 / 3, expected: 'between 10 Hz and 200 Hz', pass: false },
    { that: 'silent(h1)', in: 'probe', window: [0, 100], value: 0, expected: 'no spikes', pass: true },
    { that: 'silent(h1)', in: 'probe', window: [200, 250], value: 3, expected: 'no spikes', pass: false },
    {
      that: 'digest(spikes)',
      in: 'probe',
      value: '85944171f73967e8',
      expected: 'the snapshot',
      pass: false,
      why: 'none',
    },
  ];
  const paint = (style: string, text: string) => (style === 'dim' ? text : `<${style}>${text}`);
  const text = resultText({ ...base, metrics: {}, expect: expected, folder: 'runs/x/0' }, paint);
  expect(text.split('\n\n')[1]).toMatchInlineSnapshot(`
    "<green>met    accuracy(test)  in train                     at least 0.7              got 0.75
    <red>NOT MET  rate(h1)        in probe                     between 10 Hz and 200 Hz  got 0.3333
    <green>met    silent(h1)      in probe, window [0, 100]    no spikes                 got 0
    <red>NOT MET  silent(h1)      in probe, window [200, 250]  no spikes                 got 3
    <red>NOT MET  digest(spikes)  in probe                     the snapshot              got 85944171f73967e8 (none)"
  `);
});
