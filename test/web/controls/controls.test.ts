import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Intervention } from '../../../src/run/watch/run-watch.js';
import { BatchSeries } from '../../../src/streams/frames/batch-series.js';
import {
  presentLearningRate,
  rateInForceText,
  settledLearningRate,
  wrongRateText,
} from '../../../src/web/controls/learning-rates.js';
import { pulseText, togglePulse, unitsText, withoutPulse } from '../../../src/web/controls/pulse-list.js';
import { refusalText } from '../../../src/web/controls/refusal-text.js';
import { SampleSearch } from '../../../src/web/controls/sample-search.js';
import { silencedNeurons } from '../../../src/web/controls/silenced-neurons.js';
import { LAST_PLACE, placeOf, speedAt, speedText } from '../../../src/web/controls/speed-scale.js';

const told = (intervention: Intervention, refused?: string) =>
  ({ kind: 'intervention', start: 0, step: 1, intervention, ...(refused === undefined ? {} : { refused }) }) as const;

describe('the speed slider', () => {
  test('gets faster to the right, and is as fast as possible at its end', () => {
    const speeds = Array.from({ length: LAST_PLACE }, (_, place) => speedAt(place));
    expect(speeds).toEqual(speeds.toSorted((a, b) => a - b));
    expect(speedAt(LAST_PLACE)).toBe(0);
    expect([0, 1, 100].map(speedText)).toEqual(['as fast as possible', '1 batch a second', '100 batches a second']);
    expect(() => speedAt(LAST_PLACE + 1)).toThrow(new RangeError('place: expected 0 to 10, got 11'));
  });

  test('stands where its speed is, or nearest to another one', () => {
    for (let place = 0; place <= LAST_PLACE; place++) expect(placeOf(speedAt(place))).toBe(place);
    // 90 lies between 50 and 100: nearer to 100 in proportion.
    expect(speedAt(placeOf(90))).toBe(100);
    expect(speedAt(placeOf(1e9))).toBe(1000);
    expect(speedAt(placeOf(0.01))).toBe(1);
  });
});

describe('silenced neurons', () => {
  test('are those that were cut off and not restored; what was refused changes nothing', () => {
    const told5 = [
      told({ kind: 'silence', layer: 'h1', units: [7, 3] }),
      told({ kind: 'silence', layer: 'out', units: [0] }),
      told({ kind: 'restore', layer: 'h1', units: [7, 8] }),
      told({ kind: 'silence', layer: 'h2', units: [1] }, 'there is no layer "h2"'),
      told({ kind: 'learning-rate', value: 0.1 }),
    ];
    expect(silencedNeurons(told5)).toEqual([
      { layer: 'h1', units: [3] },
      { layer: 'out', units: [0] },
    ]);
  });

  test('are none after everything was restored, whatever was done before', () => {
    const change = fc.record({
      kind: fc.constantFrom('silence' as const, 'restore' as const),
      layer: fc.constantFrom('a', 'b'),
      units: fc.array(fc.nat({ max: 9 })),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const all = Array.from({ length: 10 }, (_, unit) => unit);
        const end = ['a', 'b'].map((layer) => ({ kind: 'restore', layer, units: all }) as const);
        expect(silencedNeurons([...changes, ...end].map((one) => told(one)))).toEqual([]);
      }),
    );
  });
});

describe('pulses', () => {
  const shape = { at: 5, duration: 3, amplitude: 1.5 };

  test('of one shape share an entry for each layer', () => {
    const three = [
      { layer: 'h1', unit: 9 },
      { layer: 'h1', unit: 2 },
      { layer: 'out', unit: 2 },
    ].reduce<ReturnType<typeof togglePulse>>((list, neuron) => togglePulse(list, neuron, shape), []);
    expect(three).toEqual([
      { layer: 'h1', units: [2, 9], ...shape },
      { layer: 'out', units: [2], ...shape },
    ]);
    expect(togglePulse(three, { layer: 'h1', unit: 2 }, { ...shape, at: 6 })).toHaveLength(3);
  });

  test('given twice are taken back: the list is what it was', () => {
    const neuron = fc.record({ layer: fc.constantFrom('a', 'b'), unit: fc.nat({ max: 5 }) });
    fc.assert(
      fc.property(fc.array(neuron), neuron, (before, twice) => {
        const list = before.reduce<ReturnType<typeof togglePulse>>((all, one) => togglePulse(all, one, shape), []);
        const again = togglePulse(togglePulse(list, twice, shape), twice, shape);
        const plain = (pulses: typeof list) => pulses.flatMap(({ layer, units }) => units.map((u) => `${layer}.${u}`));
        expect(plain(again).toSorted()).toEqual(plain(list).toSorted());
      }),
    );
  });

  test('are taken back whichever telling of the run they come from', () => {
    const list = [
      { layer: 'h1', units: [2, 9], ...shape },
      { layer: 'h1', units: [2], ...shape },
      { layer: 'out', units: [2, 9], ...shape },
      { layer: 'h1', units: [2, 9], ...shape, amplitude: 1 },
    ];
    list.forEach((pulse, k) => {
      expect(withoutPulse(structuredClone(list), pulse)).toEqual(list.toSpliced(k, 1));
    });
  });

  test('are told in a few words', () => {
    expect(pulseText({ layer: 'h1', units: [2, 9], ...shape })).toBe('h1: 2, 9 · +1.5 · steps 5–7');
    expect(pulseText({ layer: 'h1', units: [2], at: 0, duration: 1, amplitude: -2 })).toBe('h1: 2 · −2 · step 0');
    expect(unitsText('h1', [0, 1, 2, 3, 4, 5, 6, 7])).toBe('h1: 0, 1, 2, 3, 4, 5 and 2 more');
  });
});

describe('the search for a wrong answer', () => {
  /** Answers wrong to some of five samples. */
  const found = (wrong: readonly number[], from: number, by: 1 | -1): readonly number[] => {
    const search = new SampleSearch();
    const seen = [search.begin(from, by, 5, true)];
    for (;;) {
      const sample = seen.at(-1)!;
      const next = search.next({ sample, label: 0, answer: wrong.includes(sample) ? 1 : 0 });
      if (next === undefined) return seen;
      seen.push(next);
    }
  };

  test('goes on from sample to sample, and round', () => {
    expect(found([4], 1, 1)).toEqual([2, 3, 4]);
    expect(found([3], 4, 1)).toEqual([0, 1, 2, 3]);
    expect(found([3], 1, -1)).toEqual([0, 4, 3]);
  });

  test('ends where it began when there is none', () => {
    expect(found([], 2, 1)).toEqual([3, 4, 0, 1, 2]);
  });

  const right = (sample: number) => ({ sample, label: 0, answer: 0 });

  test('waits while samples of before are still on their way, and ends at one that somebody else has chosen', () => {
    const search = new SampleSearch();
    // Sample 4 is in sight; 0 was typed, and is on its way before 1 is asked for.
    expect(search.next(right(4))).toBeUndefined();
    expect(search.begin(0, 1, 9, true)).toBe(1);
    for (const sample of [4, 4, 0]) expect(search.next(right(sample))).toBeUndefined();
    expect(search.next(right(1))).toBe(2);
    expect(search.next(right(1))).toBeUndefined();
    expect(search.on).toBe(true);
    expect(search.next(right(7))).toBeUndefined();
    expect(search.on).toBe(false);
    expect(search.next(right(2))).toBeUndefined();
  });

  test('ends with the run that it searches', () => {
    const search = new SampleSearch();
    const [one, other] = [{}, {}];
    for (const next of [other, undefined]) {
      search.within(one);
      search.begin(0, 1, 5, true);
      search.within(one);
      expect(search.on).toBe(true);
      search.within(next);
      expect(search.on).toBe(false);
    }
  });

  test('is none when any sample will do', () => {
    const search = new SampleSearch();
    expect(search.begin(4, 1, 5, false)).toBe(0);
    expect(search.on).toBe(false);
  });
});

describe('learning rates', () => {
  const batches = new BatchSeries(4);
  const one = (value: number) => Float32Array.of(value);
  batches.append({
    ...{ step: Uint32Array.of(1), epoch: one(1), accuracy: one(1), reward: one(0), spikesPerSample: one(0) },
    learningRate: one(0.25),
  });
  const facts = { learningRate: 0.5 } as never;

  test('the one in force is that of the newest batch; that of the optimizer is what it was set to', () => {
    const interventions = [
      told({ kind: 'learning-rate', value: 0.125 }),
      told({ kind: 'learning-rate', value: -1 }, 'learning rate: expected a number > 0, got -1'),
    ];
    expect(presentLearningRate({ batches, facts })).toBe(0.25);
    expect(presentLearningRate({ batches: new BatchSeries(4), facts })).toBe(0.5);
    expect(settledLearningRate({ interventions, facts })).toBe(0.125);
    expect(settledLearningRate({ interventions: [], facts })).toBe(0.5);
  });

  test('a change counts from the next batch on, and is told as such until that is learned', () => {
    const changed = told({ kind: 'learning-rate', value: 0.125 });
    const run = { batches, facts: { learningRate: 0.25 } as never };
    expect(rateInForceText({ ...run, interventions: [] })).toBe('now 0.25');
    // The change was made at step 1, which was the newest batch's.
    expect(rateInForceText({ ...run, interventions: [changed] })).toBe('now 0.25, from the next batch 0.125');
    expect(rateInForceText({ ...run, interventions: [{ ...changed, step: 0 }] })).toBe('now 0.25');
    expect(rateInForceText({ batches, facts, interventions: [changed] })).toBe(
      'now 0.25, from the next batch 0.125 before the schedule',
    );
    const none = new BatchSeries(4);
    const atStart = { ...changed, step: 0 };
    expect(rateInForceText({ batches: none, facts, interventions: [atStart] })).toBe(
      'now 0.5, from the next batch 0.125',
    );
  });

  test('of the newest batch are known also where it is no point of its own', () => {
    const many = new BatchSeries(2);
    const five = (...values: number[]) => Float32Array.from(values);
    const zeros = five(0, 0, 0, 0, 0);
    many.append({
      ...{ step: Uint32Array.of(1, 2, 3, 4, 5), epoch: zeros, accuracy: zeros, reward: zeros, spikesPerSample: zeros },
      learningRate: five(1, 1, 1, 1, 0.5),
    });
    expect(many.column('step').at(-1)).toBe(4);
    expect(presentLearningRate({ batches: many, facts })).toBe(0.5);
  });

  test('are above 0 and at most a million', () => {
    expect([Number.MIN_VALUE, 0.5, 1e6].map(wrongRateText)).toEqual([undefined, undefined, undefined]);
    const wrong = (got: string) => `Learning rate: expected a number above 0 and at most 1000000, got ${got}.`;
    expect([0, -1, 1e6 + 1, Number.NaN].map(wrongRateText)).toEqual(['0', '-1', '1000001', 'none'].map(wrong));
  });

  test('a refusal is told with its reason, until something else is done', () => {
    const refused = told({ kind: 'silence', layer: 'h1', units: [3] }, 'it cannot be cut off');
    expect(refusalText([refused])).toBe('Refused: silence h1: 3: it cannot be cut off');
    expect(refusalText([refused, told({ kind: 'learning-rate', value: 1 })])).toBeUndefined();
    expect(refusalText([told({ kind: 'learning-rate', value: -1 }, 'too small')])).toBe(
      'Refused: learning rate -1: too small',
    );
  });
});
