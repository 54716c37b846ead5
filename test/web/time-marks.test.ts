import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { marksIn, markWords, neuronsOf } from '../../src/web/charts/time/mark-layout.js';
import { membraneLabels } from '../../src/web/charts/time/membrane-labels.js';
import { laneScale, membraneLanes } from '../../src/web/charts/time/membrane-lanes.js';
import { gapsIn, presentationsIn } from '../../src/web/charts/time/presentations-in.js';
import { rasterCsv, rasterFigures } from '../../src/web/charts/time/raster-figures.js';
import { noSpikes, rateWords, stepWords } from '../../src/web/charts/time/step-words.js';
import { RunStore } from '../../src/web/view/run-store.js';
import { fixtureFacts, fixtureFrames, fixtureStore } from '../web-page/fixture.js';

const run = fixtureStore();

/** A run whose third presentation was not received. */
function withGap(): RunStore {
  const store = new RunStore();
  for (const frame of fixtureFrames({ presentations: 4 }))
    if (frame.kind !== 'look' || frame.start !== 50) store.apply(frame);
  return store;
}

describe('presentations of a window', () => {
  test('are those that reach into it', () => {
    const starts = (from: number, to: number) => presentationsIn(run, { from, to }).map(({ start }) => start);
    expect(starts(30, 76)).toEqual([25, 50, 75]);
    expect(starts(50, 75)).toEqual([50]);
    expect(starts(500, 600)).toEqual([]);
  });

  test('leave gaps where something is missing', () => {
    const store = withGap();
    expect(gapsIn(store, { from: 10, to: 120 })).toEqual([
      { from: 50, to: 75 },
      { from: 100, to: 120 },
    ]);
    expect(gapsIn(store, { from: 55, to: 60 })).toEqual([{ from: 55, to: 60 }]);
    expect(stepWords(store, 60)).toBe('step 60, nothing shown');
  });

  test('are told in words', () => {
    expect(stepWords(run, 30)).toMatch(/^step 30, 5 into sample 7: 3 → \d, (right|wrong)$/);
    expect(rateWords(0.12, 0.001)).toBe('0.12 per step (120 Hz)');
  });
});

describe('marks', () => {
  test('leave out what was done where nobody kept the presentations', () => {
    const store = new RunStore();
    for (const frame of fixtureFrames())
      store.apply(frame.kind === 'intervention' ? (({ start: _, ...rest }) => rest)(frame) : frame);
    expect(store.interventions).toHaveLength(4);
    expect(marksIn(store, { from: 0, to: 500 }).map(({ kind }) => kind)).toEqual(['pulse', 'pulse']);
  });

  test('are pulses, silenced neurons until they are restored, and changes', () => {
    const marks = marksIn(run, { from: 0, to: 500 });
    expect(marks.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['pulse', 133, 137],
      ['pulse', 158, 162],
      ['silence', 200, 350],
      ['learning-rate', 275, 275],
      ['refused', 300, 300],
      ['restore', 350, 350],
    ]);
    expect(marks[0]!.words).toBe('pulse of 0.6 into 20 neurons of h1 (40 to 59) for 4 steps');
    expect(marks[2]!.words).toBe('silenced 12 neurons of h1 (100 to 111) after batch 29');
    expect(marks[4]!.words).toBe('refused: learning rate 9, expected a number <= 1, got 9');
  });

  test('of a window are those that reach into it', () => {
    expect(marksIn(run, { from: 135, to: 250 }).map(({ kind }) => kind)).toEqual(['pulse', 'pulse', 'silence']);
    expect(marksIn(run, { from: 160, to: 200 }).map(({ kind }) => kind)).toEqual(['pulse']);
  });

  test('are told where the pointer is', () => {
    const [answer, ...near] = markWords(run, 133, 0);
    expect(answer).toMatch(/^sample 35: 5 → \d/);
    expect(near).toEqual(['pulse of 0.6 into 20 neurons of h1 (40 to 59) for 4 steps']);
    expect(markWords(run, 120, 0)).toHaveLength(1);
  });

  test('name neurons briefly', () => {
    expect(neuronsOf('h1', [4])).toBe('h1 neuron 4');
    expect(neuronsOf('h1', [4, 9, 5])).toBe('3 neurons of h1');
    expect(neuronsOf('h1', [4, 6, 5])).toBe('3 neurons of h1 (4 to 6)');
  });
});

describe('labels of a membrane', () => {
  const lane = { top: 100, bottom: 174, line: 14 };
  // 20 a volt upwards from 160.
  const near = (voltage: number) => 160 - 20 * voltage;

  test('stand at their lines where there is room', () => {
    expect(membraneLabels(1, near, lane)).toEqual([
      { text: 'θ 1', middle: 140 },
      { text: '0', middle: 160 },
    ]);
  });

  test('never overlap or leave their lane, whatever threshold and scale', () => {
    const places = fc.tuple(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
    );
    fc.assert(
      fc.property(places, fc.integer({ min: 14, max: 200 }), ([threshold, perVolt], height) => {
        const place = (voltage: number) => 90 + height / 2 - voltage * perVolt;
        const middles = membraneLabels(threshold, place, { top: 90, bottom: 90 + height, line: 14 }).map(
          ({ middle }) => middle,
        );
        for (const middle of middles) {
          expect(middle).toBeGreaterThanOrEqual(97 - 1e-6);
          expect(middle).toBeLessThanOrEqual(90 + height - 7 + 1e-6);
        }
        if (middles.length === 2) expect(Math.abs(middles[0]! - middles[1]!)).toBeGreaterThanOrEqual(14 - 1e-6);
      }),
    );
  });

  test('are of the threshold alone where it is zero or the lane too low for two', () => {
    expect(membraneLabels(0, near, lane)).toEqual([{ text: 'θ 0', middle: 160 }]);
    expect(membraneLabels(1, near, { top: 130, bottom: 157, line: 14 })).toEqual([{ text: 'θ 1', middle: 140 }]);
  });
});

describe('membranes', () => {
  const NEURON = { layer: 'h1', unit: 17 };

  test('are what was recorded, apart at the borders of presentations', () => {
    const { steps, lanes } = membraneLanes(run, { from: 75, to: 125 }, [NEURON]);
    expect(steps).toHaveLength(52);
    expect([...steps.subarray(25, 28)]).toEqual([99, 100, 100]);
    const [lane] = lanes;
    expect([lane!.voltages[0], lane!.voltages[26]]).toEqual([Number.NaN, Number.NaN]);
    const recorded = run.presentations[3]!.look.voltages;
    expect([...lane!.voltages.subarray(1, 26)]).toEqual([...recorded.values.subarray(0, 25)]);
    expect(lane!.threshold).toBe(1);
    expect(lane!.missing).toBeUndefined();
  });

  test('come with the spikes of their neuron', () => {
    const { lanes } = membraneLanes(run, { from: 0, to: 500 }, [NEURON]);
    const row = run.rows.layers[1]!.first + 17;
    const expected = [...run.spikes.times].filter((_, k) => run.spikes.rows[k] === row);
    expect(expected.length).toBeGreaterThan(10);
    expect(lanes[0]!.spikes).toEqual(expected);
  });

  test('say why they are missing', () => {
    const missing = (from: number, to: number, layer: string) =>
      membraneLanes(run, { from, to }, [{ layer, unit: 17 }]).lanes[0]!.missing;
    expect(missing(0, 75, 'h1')).toBe('voltage not recorded in sight');
    expect(missing(0, 500, 'in')).toBe('inputs have no membrane');
  });

  test('are drawn in lanes from the top, each from its least to its largest voltage', () => {
    // Lanes of height 1: the first of two from 1 to 2. Its curve takes 0.08 … 0.78 of it.
    const scale = laneScale({ least: -1, most: 1 }, 0, 2);
    expect(scale(-1)).toBeCloseTo(1.08, 12);
    expect(scale(1)).toBeCloseTo(1.78, 12);
    expect(laneScale({ least: 0, most: 0 }, 1, 2)(0)).toBeCloseTo(0.08, 12);
  });
});

describe('figures of the raster', () => {
  test('are counts and rates of each layer and presentation', () => {
    const { columns, rows, note } = rasterFigures(run, { from: 0, to: 50 });
    expect(columns).toEqual([
      ...['first step', 'sample', 'label', 'answer'],
      ...['in spikes', 'in rate', 'h1 spikes', 'h1 rate', 'out spikes', 'out rate'],
    ]);
    expect(note).toBeUndefined();
    const second = run.presentations[1];
    if (second?.kind !== 'look') throw new Error('expected a look');
    const counts = second.look.spikes.map(({ times }) => times.length);
    // Twenty-five steps of 64, 200 and 10 neurons.
    expect(rows[1]).toEqual([
      ...[25, 7, 3, second.look.answer],
      ...[counts[0]!, counts[0]! / 1600, counts[1]!, counts[1]! / 5000, counts[2]!, counts[2]! / 250],
    ]);
  });

  test('leave out the oldest where there are too many, and say so', () => {
    const long = fixtureStore({ presentations: 310, steps: 2, sizes: [4, 3, 2], pinned: [] });
    const { rows, note } = rasterFigures(long, long.extent);
    expect(rows).toHaveLength(200);
    expect(rows[0]![0]).toBe(220);
    expect(note).toBe('The newest 200 of 310 presentations in sight.');
  });

  test('as CSV are the spikes in sight', () => {
    const lines = rasterCsv(run, { from: 25, to: 26 }).trimEnd().split('\n');
    expect(lines[0]).toBe('step,layer,unit');
    const { rows, times } = run.spikes;
    const expected = [...rows].filter((_, k) => times[k] === 25);
    expect(lines.slice(1)).toEqual(
      expected.map((row) => (row < 64 ? `25,in,${row}` : row < 264 ? `25,h1,${row - 64}` : `25,out,${row - 264}`)),
    );
  });

  test('as CSV quote names and let no spreadsheet compute them', () => {
    const store = new RunStore();
    const [frame] = fixtureFrames({ sizes: [1, 1, 1], presentations: 1 }).filter(({ kind }) => kind === 'look');
    const layers = fixtureFacts({ sizes: [1, 1, 1] }).layers.map((layer, k) => ({
      ...layer,
      id: ['a,"b', '=x()', 'c'][k]!,
    }));
    store.apply({ kind: 'run', ...fixtureFacts({ sizes: [1, 1, 1] }), layers });
    if (frame?.kind !== 'look') throw new Error('the fixture shows nothing');
    const spikes = layers.map(({ id }) => ({ layer: id, times: Uint32Array.of(0), units: Uint32Array.of(0) }));
    store.apply({ ...frame, look: { ...frame.look, spikes } });
    expect(rasterCsv(store, { from: 0, to: 1 })).toBe('step,layer,unit\n0,"a,""b",0\n0,"\'=x()",0\n0,c,0\n');
  });
});

test('why there is nothing to see is said', () => {
  const store = new RunStore();
  expect(noSpikes(undefined)).toBe('Nothing recorded yet.');
  expect(noSpikes(store)).toBe('Nothing recorded yet.');
  const facts = fixtureFacts();
  store.apply({ kind: 'run', ...facts });
  expect(noSpikes(store)).toBe('Nothing recorded yet: presentations of test samples appear here.');
  store.apply({ kind: 'run', ...facts, layers: facts.layers.map((layer) => ({ ...layer, spikes: false })) });
  expect(noSpikes(store)).toBe('No unit of this network spikes: there is nothing to show on the time axis.');
  expect(noSpikes(run)).toBeUndefined();
});
