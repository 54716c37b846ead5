import { describe, expect, test } from 'vitest';

import type { FrameOf, ViewFrame } from '../../../src/streams/frames/view-frame.js';
import type { ViewEvent, ViewPhase } from '../../../src/streams/frames/view-phase.js';
import { broken, curveBreaks, phasePlaces, testPoints } from '../../../src/web/charts/learning/curve-phases.js';
import { learningSeries, QUANTITIES } from '../../../src/web/charts/learning/learning-series.js';
import { membraneLanes } from '../../../src/web/charts/time/membrane-lanes.js';
import { phaseMarks } from '../../../src/web/charts/time/phase-marks.js';
import { shownSpans, shownText } from '../../../src/web/view/presentation.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { FACTS } from '../../streams/frames/facts.js';

const H1 = [{ layer: 'h1', from: 2, to: 5 }];
const NONE = { events: [], schedule: {} };
const event = (kind: ViewEvent['kind'], more: Partial<ViewEvent> = {}): ViewEvent => ({
  ...{ kind, words: `${kind} in words`, short: kind, nodes: H1 },
  ...more,
});

/** A run of phases; `played`: which of them have begun, with the epochs before them. */
function storeOf(phases: readonly ViewPhase[], played: readonly (readonly [string, number])[] = []): RunStore {
  const store = new RunStore();
  store.apply({ kind: 'run', ...FACTS, phases });
  for (const [phase, epoch] of played) store.apply({ kind: 'phase', phase, state: 'started', epoch, step: epoch });
  return store;
}

describe('learning curves of phases', () => {
  const train = (id: string, from: string): ViewPhase => ({ id, kind: 'train', from, epochs: 1, ...NONE });
  const test_ = (id: string, from: string): ViewPhase => ({ id, kind: 'test', from, ...NONE });
  const phases = [
    train('learn', 'start'),
    test_('damage', 'learn'),
    train('mend', 'damage'),
    train('sham', 'learn'),
    train('more', 'sham'),
  ];
  const played = [
    ['learn', 0],
    ['damage', 2],
    ['mend', 2],
    ['sham', 3],
    ['more', 4],
  ] as const;

  test('break off where a phase goes on from another one than the training before it', () => {
    // `mend` goes on from `learn` by way of `damage`, `more` from `sham`; `sham` goes back to `learn`.
    expect(curveBreaks(storeOf(phases, played))).toEqual([3]);
  });

  test('have a place without a value behind each break', () => {
    expect(broken([1, 2, 3, 4], [10, 20, 30, 40], [3])).toEqual([
      [1, 2, 3, 4, 4],
      [10, 20, 30, Number.NaN, 40],
    ]);
    expect(broken([3.5, 4], [10, 20], [3])).toEqual([
      [3.5, 4],
      [10, 20],
    ]);
  });

  test('are marked where phases begin: those at one place together, jumps with where they go on from', () => {
    expect(phasePlaces(storeOf(phases, played))).toEqual([
      { x: 0, text: 'learn' },
      { x: 2, text: 'damage, mend' },
      { x: 3, text: 'sham ← learn' },
      { x: 4, text: 'more' },
    ]);
  });

  test('are without what phases of tests came to, which are points of their own', () => {
    const store = storeOf(phases, played);
    const told = (phase: string, value: number) =>
      store.apply({
        ...{ kind: 'metrics', split: 'test', phase, epoch: 2, step: 2 },
        metrics: { 'accuracy(test)': value },
      });
    told('learn', 0.75);
    told('damage', 0.25);
    expect(learningSeries(store, QUANTITIES[0]!).test).toEqual({ epochs: [2], values: [0.75] });
    expect(testPoints(store, QUANTITIES[0]!)).toEqual([{ phase: 'damage', epoch: 2, value: 0.25 }]);
  });
});

describe('what happens in the stretches of phases', () => {
  const stretch = (start: number, from: number, more: Partial<FrameOf<'stretch'>> = {}): FrameOf<'stretch'> => ({
    ...{ kind: 'stretch', start, epoch: 0, step: 0, phase: 'probe', from },
    look: { steps: 10, spikes: [], voltages: { neurons: [], values: new Float32Array(0) } },
    ...more,
  });
  const happened = (number: number, at: number, more: Partial<FrameOf<'changed'>> = {}): ViewFrame => ({
    ...{ kind: 'changed', phase: 'probe', event: number, at: { unit: 'step', at }, epoch: 0, step: 0 },
    ...more,
  });
  const probe = (...events: readonly ViewEvent[]): ViewPhase => ({
    ...{ id: 'probe', kind: 'run', from: 'start', steps: 20, events, schedule: {} },
  });
  const ALL = { from: 0, to: 1000 };
  const marksOf = (store: RunStore) =>
    phaseMarks(store, ALL).map(({ kind, from, to, short, extent }) => [kind, from, to, short, extent]);

  test('a drive is a band, which goes on in the next stretch without its words', () => {
    const store = storeOf([probe(event('pulse', { lasts: 7 }), event('noise'))]);
    // On the time axis the phase begins at 100.
    for (const frame of [happened(0, 6), happened(1, 18), stretch(100, 0), stretch(110, 10)]) store.apply(frame);
    expect(marksOf(store)).toEqual([
      ['pulse', 106, 110, 'pulse', 'band'],
      ['pulse', 110, 113, '', 'band'],
      // Without a duration to the end of the phase.
      ['noise', 118, 120, 'noise', 'band'],
    ]);
    expect(phaseMarks(store, ALL)[0]!.neurons).toEqual([{ layer: 'h1', units: [2, 3, 4], to: 110 }]);
  });

  test('a pulse that comes again is a band each time', () => {
    const store = storeOf([probe(event('pulse', { lasts: 2, period: 6, count: 3 }))]);
    for (const frame of [happened(0, 1), stretch(0, 0), stretch(10, 10)]) store.apply(frame);
    expect(marksOf(store).map(([, from, to]) => [from, to])).toEqual([
      [1, 3],
      [7, 9],
      [13, 15],
    ]);
  });

  test('a change that lasts is a line, and a lesion tints its neurons from there on; what was skipped is nothing', () => {
    const store = storeOf([probe(event('set'), event('lesion'), event('restore'))]);
    const drawn = { h1: [1, 6] };
    for (const frame of [happened(0, 3), happened(1, 5, { drawn }), happened(2, 7, { skipped: true })])
      store.apply(frame);
    for (const frame of [stretch(0, 0), stretch(10, 10)]) store.apply(frame);
    expect(marksOf(store)).toEqual([
      ['set', 3, 3, 'set', 'line'],
      ['silence', 5, 10, 'lesion', 'line'],
      ['silence', 10, 20, '', 'rows'],
    ]);
    expect(phaseMarks(store, ALL)[2]!.neurons).toEqual([{ layer: 'h1', units: [1, 6], to: 20 }]);
  });

  test('neurons are silent until they are given back, also in phases that go on from the one of their lesion', () => {
    const schedule = {};
    const store = storeOf([
      { ...probe(event('lesion'), event('restore')), id: 'first' },
      { id: 'between', kind: 'train', from: 'first', epochs: 1, events: [], schedule },
      { ...probe(event('restore', { nodes: [], everything: true })), from: 'between' },
      { ...probe(), id: 'apart' },
    ]);
    const drawn = { h1: [1, 3, 4] };
    // Those from 2 to 4 are given back at step 6 of the first phase, the other one at step 12 of the last.
    for (const frame of [
      happened(0, 2, { phase: 'first', drawn }),
      happened(1, 6, { phase: 'first' }),
      happened(0, 12),
    ])
      store.apply(frame);
    store.apply(stretch(0, 0, { phase: 'first' }));
    for (const frame of [stretch(10, 0), stretch(20, 10), stretch(30, 0, { phase: 'apart' })]) store.apply(frame);
    const silent = phaseMarks(store, ALL).filter(({ kind }) => kind === 'silence');
    expect(silent.map(({ from, to, extent }) => [from, to, extent])).toEqual([
      [2, 10, 'line'],
      [10, 20, 'rows'],
      [20, 22, 'rows'],
    ]);
    expect(silent.map(({ neurons }) => neurons)).toEqual([
      [
        { layer: 'h1', units: [3, 4], to: 6 },
        { layer: 'h1', units: [1], to: 10 },
      ],
      [{ layer: 'h1', units: [1], to: 20 }],
      [{ layer: 'h1', units: [1], to: 22 }],
    ]);
    expect(silent[1]!.words).toBe('1 neuron silent since a phase before');
  });

  test('what is done before a test is told with its first sample only, what happens in each with each', () => {
    const check: ViewPhase = {
      id: 'probe',
      kind: 'test',
      from: 'start',
      events: [event('lesion'), event('set')],
      schedule: {},
    };
    const store = storeOf([check]);
    for (const frame of [happened(0, 0, { drawn: { h1: [1] } }), happened(1, 4)]) store.apply(frame);
    store.apply(stretch(0, 0, { sample: 0, label: 1 }));
    store.apply(stretch(10, 0, { sample: 1, label: 1 }));
    expect(marksOf(store)).toEqual([
      ['silence', 0, 10, 'lesion', 'line'],
      ['set', 4, 4, 'set', 'line'],
      ['silence', 10, 20, '', 'rows'],
      ['set', 14, 14, 'set', 'line'],
    ]);
  });

  test('a schedule of a free run is told where it begins, and at each of its points', () => {
    const schedule = {
      'h1.threshold': { kind: 'linear', from: 1, to: 5, begin: 4, end: 12 },
      'h1.beta': { kind: 'points', points: [[15, 0.5]] },
    } as const;
    const store = storeOf([{ ...probe(), schedule }]);
    for (const frame of [stretch(100, 0), stretch(110, 10)]) store.apply(frame);
    expect(phaseMarks(store, ALL).map(({ from, short, words }) => [from, short, words])).toEqual([
      [104, 'h1.threshold 1 → 5', 'h1.threshold from 1 to 5, linear, 4 ms to 12 ms'],
      [115, 'h1.beta = 0.5', 'h1.beta = 0.5 at 15 ms'],
    ]);
  });

  test('stretches of a free run belong together, samples do not', () => {
    const samples = [stretch(20, 0, { sample: 0 }), stretch(30, 0, { sample: 1 })];
    // From step 40 on: what comes before was dropped.
    const shown = [stretch(0, 0), stretch(10, 10), ...samples, stretch(40, 40)];
    expect(shownSpans(shown).map(({ from, to }) => [from, to])).toEqual([
      [0, 20],
      [20, 30],
      [30, 40],
      [40, 50],
    ]);
    expect(shownText(shown)).toBe('5 recorded stretches');
  });

  test('a membrane goes on from stretch to stretch, with each threshold as long as it holds', () => {
    const voltages = (
      threshold: number,
      later?: readonly { layer: string; steps: number[]; thresholds: number[] }[],
    ) => ({
      steps: 10,
      spikes: [],
      voltages: {
        neurons: [{ layer: 'h1', unit: 3, threshold }],
        values: new Float32Array(10).fill(0.25),
        ...(later ? { later } : {}),
      },
    });
    const store = storeOf([probe()]);
    store.apply(stretch(0, 0, { look: voltages(1, [{ layer: 'h1', steps: [4], thresholds: [0.5] }]) }));
    store.apply(stretch(10, 10, { look: voltages(0.5) }));
    const { steps, lanes } = membraneLanes(store, ALL, [{ layer: 'h1', unit: 3 }]);
    // One place more at the beginning, none between the two.
    expect([...steps]).toEqual([0, ...Array.from({ length: 20 }, (_, k) => k)]);
    expect([...lanes[0]!.voltages]).toEqual([Number.NaN, ...new Array<number>(20).fill(0.25)]);
    expect(lanes[0]).toMatchObject({
      threshold: 0.5,
      most: 1,
      thresholds: [
        { from: 0, to: 4, threshold: 1 },
        { from: 4, to: 10, threshold: 0.5 },
        { from: 10, to: 20, threshold: 0.5 },
      ],
    });
  });
});
