import { describe, expect, test } from 'vitest';

import type { ComparisonDocument } from '../../../src/sweep/comparison-document.js';
import { comparisonFacts } from '../../../src/web/compare/comparison-facts.js';
import { activityOutline } from '../../../src/web/page/activity-outline.js';
import { metricWords } from '../../../src/web/page/figure-text.js';
import { withMinusSigns } from '../../../src/web/page/minus-sign.js';
import { isSingle, presentationIn, presentationText, windowOf } from '../../../src/web/page/presentation-steps.js';
import {
  cutShortText,
  isChangedByHand,
  newestMetrics,
  outcomeOf,
  runFacts,
  sizesText,
} from '../../../src/web/page/run-text.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { fixtureFacts, fixtureFrames, fixtureStore } from '../../web-page/fixture.js';

describe('words for a run', () => {
  test('metrics are named with their split, and read with few digits', () => {
    const said = (metric: string, value: number) => {
      const { label, text } = metricWords(metric);
      return `${label}: ${text(value)}`;
    };
    expect(said('accuracy(test)', 0.98050139)).toBe('Accuracy, test: 98.05 %');
    expect(said('spikesPerSample', 12345.678)).toBe('Spikes per sample: 12,345.7');
    expect(said('reward(train)', 0.00778460726646223)).toBe('Reward, train: 0.007785');
    expect(said('rate(h1)', 0.5)).toBe('rate(h1): 0.5');
    expect(said('reward', -0.5)).toBe('Reward: −0.5');
    expect(withMinusSigns('-1 (-0.5 … -.25), 1e-7, rate-2')).toBe('−1 (−0.5 … −.25), 1e-7, rate-2');
    expect(said('accuracy', Number.NaN)).toBe('Accuracy: NaN %');
  });

  test('sizes of a deep network leave its middle out', () => {
    const layers = (sizes: readonly number[]) =>
      sizes.map((size, k) => ({ id: `l${k}`, size, neuron: 'lif', spikes: true, membrane: true }));
    expect(sizesText(layers([64, 12000, 10]))).toBe('64 → 12,000 → 10');
    expect(sizesText(layers([1, 2, 3, 4, 5, 6, 7, 8]))).toBe('1 → 2 → 3 → 4 → 5 → 6 → 7 → 8');
    expect(sizesText(layers([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toBe('1 → 2 → 3 → 4 → 5 → 6 → … → 9');
  });

  test('facts name the neurons once, and the time in milliseconds', () => {
    const facts = new Map(runFacts({ ...fixtureFacts(), steps: 1, dt: 0.0001 }));
    expect(facts.get('Neurons')).toBe('lif');
    expect(facts.get('Presentation')).toBe('1 step of 0.1 ms');
    expect(facts.get('Samples')).toBe('1,438 train, 359 test');
  });

  test('the outcome tells how far a run is and how it ended', () => {
    const store = new RunStore();
    expect(outcomeOf(store)).toBeUndefined();
    store.apply({ kind: 'run', ...fixtureFacts({ epochs: 3 }) });
    expect(outcomeOf(store)).toEqual({ mark: 'running', text: 'running, epoch 1 of 3' });
    const batch = { step: Uint32Array.of(30), epoch: Float32Array.of(2.5) };
    const rest = { accuracy: Float32Array.of(1), reward: Float32Array.of(1), spikesPerSample: Float32Array.of(1) };
    store.apply({ kind: 'batches', ...batch, ...rest, learningRate: Float32Array.of(1) });
    const state = { kind: 'state', speed: 0, dropped: 0 } as const;
    store.apply({ ...state, paused: true, stopping: false });
    expect(outcomeOf(store)?.text).toBe('paused, epoch 3 of 3');
    store.apply({ ...state, paused: false, stopping: true });
    expect(outcomeOf(store)?.text).toBe('stopping, epoch 3 of 3');
    // Nobody knows what a run does that cannot be heard; of one that has ended everything is known.
    expect(outcomeOf(store, false)).toEqual({ mark: 'lost', text: 'not connected, last seen at epoch 3 of 3' });
    const unmet = { that: 'accuracy(test)', value: 0.5, expected: 'at least 0.9', pass: false };
    const ended = { kind: 'ended', metrics: {}, epochs: 3, seconds: 3725 } as const;
    store.apply({ ...ended, reason: 'complete', expect: [unmet, unmet] });
    expect(outcomeOf(store)).toEqual({
      mark: 'failed',
      text: 'complete after 3 of 3 epochs, 1 h 02 min, 2 expectations not met',
    });
    store.apply({ ...ended, reason: 'interrupted', expect: [] });
    expect(outcomeOf(store)).toEqual({ mark: 'interrupted', text: 'interrupted after 3 of 3 epochs, 1 h 02 min' });
    store.apply({ ...ended, reason: 'unfinished', expect: [] });
    expect(outcomeOf(store)).toEqual({ mark: 'unfinished', text: 'unfinished after 3 of 3 epochs, 1 h 02 min' });
    expect(outcomeOf(store, false)).toEqual(outcomeOf(store));
  });

  test('the epoch of a long run is that of its newest batch, though curves are thinned', () => {
    const store = new RunStore();
    const batches = 19_999;
    store.apply({ kind: 'run', ...fixtureFacts({ epochs: 20_000 }) });
    const column = (value: (k: number) => number) => Float32Array.from({ length: batches }, (_, k) => value(k));
    const [epoch, zeros] = [column((k) => k + 1), column(() => 0)];
    const rest = { accuracy: zeros, reward: zeros, spikesPerSample: zeros, learningRate: zeros };
    store.apply({ kind: 'batches', step: Uint32Array.from(epoch), epoch, ...rest });
    // 19,999 batches in points of eight: 2499 of them, up to epoch 19,992.
    expect(store.batches.column('epoch').at(-1)).toBe(19_992);
    expect(outcomeOf(store)?.text).toBe('running, epoch 20000 of 20000');
  });

  test('a run that was cut short says so above all', () => {
    const store = new RunStore();
    expect(cutShortText(store)).toBeUndefined();
    store.apply({ kind: 'run', ...fixtureFacts({ epochs: 9 }) });
    const ended = { kind: 'ended', metrics: {}, expect: [], epochs: 3, seconds: 1 } as const;
    const told = (['complete', 'failed', 'interrupted', 'unfinished'] as const).map((reason) => {
      store.apply({ ...ended, reason });
      return cutShortText(store);
    });
    expect(told).toEqual([
      undefined,
      undefined,
      'This run was interrupted after 3 of 9 epochs: everything here is as far as it came.',
      'The log of this run stops after 3 of 9 epochs, without an end: it was killed, or went on when the log was read.',
    ]);
  });

  test('a run that was changed by hand is known while it goes and when it is over', () => {
    const ended = { kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 1, seconds: 1 } as const;
    const change = { kind: 'intervention', step: 1, intervention: { kind: 'learning-rate', value: 1 } } as const;
    const changedBy = (...frames: Parameters<RunStore['apply']>[0][]) => {
      const store = new RunStore();
      for (const frame of frames) store.apply(frame);
      return isChangedByHand(store);
    };
    expect([changedBy(), changedBy({ ...change, refused: 'no' }, ended)]).toEqual([false, false]);
    expect([changedBy(change), changedBy({ ...ended, interventions: 1 })]).toEqual([true, true]);
  });

  test('the newest metrics are those of the summary, and before it those of the last epoch', () => {
    const store = fixtureStore({ presentations: 4, epochs: 2 });
    expect(newestMetrics(store)).toBe(store.ended!.metrics);
    const going = new RunStore();
    for (const frame of fixtureFrames({ presentations: 4, epochs: 2 })) if (frame.kind !== 'ended') going.apply(frame);
    const [train, test] = going.metrics.slice(-2);
    expect(newestMetrics(going)).toEqual({ ...train!.metrics, ...test!.metrics });
    expect(newestMetrics(new RunStore())).toEqual({});
  });
});

describe('presentations', () => {
  const { presentations } = fixtureStore({ presentations: 4, steps: 25 });

  test('the one in the middle of the window is in sight', () => {
    expect(presentationIn({ from: 0, to: 100 }, presentations)).toBe(2);
    expect(presentationIn({ from: 26, to: 48 }, presentations)).toBe(1);
    expect(presentationIn({ from: 0, to: 1 }, [])).toBe(-1);
    expect(windowOf(presentations[1]!)).toEqual({ from: 25, to: 50 });
    expect(isSingle({ from: 25, to: 50 }, presentations[1]!)).toBe(true);
    expect(isSingle({ from: 0, to: 50 }, presentations[1]!)).toBe(false);
  });

  test('is told with label and answer', () => {
    const [first] = presentations;
    if (first?.kind !== 'look') throw new Error('expected a look');
    const told = (answer: number) =>
      presentationText({ ...first, look: { ...first.look, sample: 3, label: 7, answer } }, 0.001);
    expect([told(7), told(1)]).toEqual(['sample 3, label 7, answer 7 ✓', 'sample 3, label 7, answer 1 ✗']);
  });
});

describe('charts of activity', () => {
  const of = (layers: readonly { readonly spikes: boolean; readonly membrane: boolean }[], ended = false) => {
    const store = new RunStore();
    const facts = fixtureFacts();
    store.apply({ kind: 'run', ...facts, layers: layers.map((layer, k) => ({ ...facts.layers[k]!, ...layer })) });
    if (ended) store.apply({ kind: 'ended', reason: 'complete', metrics: {}, expect: [], epochs: 1, seconds: 1 });
    return activityOutline(store);
  };

  test('are left out where the network has nothing for them', () => {
    const all = { presentations: true, spikes: true, membranes: true, why: undefined };
    expect(activityOutline(undefined)).toEqual(all);
    expect(of([{ spikes: true, membrane: true }])).toEqual(all);
    // Step units spike and have no membrane.
    expect(of([{ spikes: true, membrane: false }])).toEqual({ ...all, membranes: false });
    const silent = of([{ spikes: false, membrane: false }]);
    expect(silent).toEqual({ ...all, spikes: false, membranes: false, why: 'No unit of this network spikes.' });
  });

  test('are left out when the run was over before a sample was shown', () => {
    const { why, ...rest } = of([{ spikes: true, membrane: true }], true);
    expect(rest).toEqual({ presentations: false, spikes: false, membranes: false });
    expect(why).toMatch(/^There is no sample to show\./);
  });
});

test('facts of a comparison count what failed and shorten many seeds', () => {
  const machine = { heaviside: '0.1.0', node: '20.0.0', platform: 'linux x64', cpu: 'some processor' };
  const runs = [{ seed: 0 }, { seed: 1, failure: { code: 'HV_NON_FINITE', message: 'x' } }];
  const document = {
    ...machine,
    ...{ name: 'c', baseline: 'lfp', target: 0.9, jobs: 1, threads: 2 },
    seeds: Array.from({ length: 14 }, (_, seed) => seed),
    rules: [{ name: 'lfp', runs }],
  } as unknown as ComparisonDocument;
  expect(comparisonFacts(document)).toEqual([
    ['Rules', '1'],
    ['Runs', '2, 1 failed'],
    ['Seeds', '0 1 2 3 4 5 6 7 8 9 10 11 … (14)'],
    ['Baseline', 'lfp'],
    ['Target accuracy', '90.00 %'],
    ['At a time', '1 run, 2 threads each'],
    ['Machine', 'some processor, linux x64'],
    ['Version', 'Heaviside 0.1.0, Node 20.0.0'],
  ]);
});
