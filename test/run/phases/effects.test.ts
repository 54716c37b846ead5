import { expect, test } from 'vitest';
import { drivenInput, type Effect, stimuliOf, unitsIn } from '../../../src/run/phases/effects.js';
import { effectOf, nextBorder } from '../../../src/run/phases/timeline.js';
import { clamp, current, nodes, noise, pulse } from './event-forms.js';

const silence = () => () => {
  throw new RangeError('nothing is to be drawn');
};
const h = [{ id: 'h', size: 2 }];
const alive = new Map();
const drive = (change: Parameters<typeof effectOf>[0] | ReturnType<typeof current>, begin: number, event = 0): Effect =>
  effectOf(change as Parameters<typeof effectOf>[0], event, begin, 20);

test('a drive ends with its last pulse, its last spike, its duration, or the phase', () => {
  // Two pulses of 2 every 5 from 3: 3 + 5 + 2.
  expect(drive(pulse(nodes(['h', 0, 1]), 1, 2, 5, 2), 3).end).toBe(10);
  const spikes = { kind: 'replay', nodes: nodes(['h', 0, 1]), times: [0, 4], units: [0, 0], amplitude: 1 } as const;
  expect(drive(spikes, 3).end).toBe(8);
  expect(drive(clamp(nodes(['h', 0, 1]), 1, 6), 3).end).toBe(9);
  expect(drive(clamp(nodes(['h', 0, 1]), 1, 60), 3).end).toBe(20);
  expect(drive(clamp(nodes(['h', 0, 1]), 1), 3).end).toBe(20);
});

test('the next border is the nearest beginning or end that is still to come', () => {
  const effects = [drive(clamp(nodes(['h', 0, 1]), 1, 6), 3), drive(current(nodes(['h', 0, 1]), 1, 2), 5)];
  expect([2, 3, 5, 7, 9].map((step) => nextBorder(effects, step))).toEqual([3, 5, 7, 9, Number.POSITIVE_INFINITY]);
});

test('of played spikes those that are due, and no others', () => {
  // Due at 1, 3, 3, 6 and 9; steps 3 to 6 of one sample.
  const spikes = { kind: 'replay', nodes: nodes(['h', 0, 2]), times: [0, 2, 2, 5, 8], units: [0, 0, 1, 1, 0] } as const;
  const begun = drive({ ...spikes, amplitude: 2 }, 1);
  const [stimulus] = stimuliOf(h, { first: 3, steps: 4, batch: 1 }, [begun], silence, alive);
  expect(stimulus).toEqual({ layer: 'h', currents: Float64Array.of(2, 2, 0, 0, 0, 0, 0, 2) });
});

test('a train of pulses, two steps every three, in the middle of it', () => {
  // On at 1, 2, 4, 5; steps 2 to 5 of one sample, unit 1 of 2.
  const [stimulus] = stimuliOf(
    h,
    { first: 2, steps: 4, batch: 1 },
    [drive(pulse(nodes(['h', 1, 2]), 0.5, 2, 3, 2), 1)],
    silence,
    alive,
  );
  expect(stimulus).toEqual({ layer: 'h', currents: Float64Array.of(0, 0.5, 0, 0, 0, 0.5, 0, 0.5) });
});

test('pulses add up, and a clamp of one unit leaves the other alone', () => {
  const effects = [
    drive(pulse(nodes(['h', 0, 2]), 0.5, 4), 0),
    drive(pulse(nodes(['h', 0, 2]), 0.25, 4), 1),
    drive(current(nodes(['h', 0, 1]), 3, 4), 0),
  ];
  expect(stimuliOf(h, { first: 0, steps: 2, batch: 1 }, effects, silence, alive)).toEqual([
    { layer: 'h', currents: Float64Array.of(3, 0.5, 3, 0.75), cut: Uint8Array.of(1, 0) },
  ]);
});

test('of two clamps the one that comes later in the list holds', () => {
  const effects = [drive(current(nodes(['h', 0, 2]), 3), 0), drive(clamp(nodes(['h', 1, 2]), 7), 0)];
  const [stimulus] = stimuliOf(h, { first: 0, steps: 1, batch: 2 }, effects, silence, alive);
  expect(stimulus).toEqual({ layer: 'h', currents: Float64Array.of(3, 7, 3, 7), cut: Uint8Array.of(1, 1) });
});

test('noise draws two numbers for every sample of a unit, unit by unit, anew at every step, from the stream of the sample', () => {
  // u = 0.5 twice: √(−2 ln 0.5) · cos π = −1.177410; mean 1, sd 2: −1.354820.
  const asked: (readonly [number, string, number])[] = [];
  const draws = [0, 0, 0];
  const half = (event: number, layer: string, step: number) => {
    asked.push([event, layer, step]);
    return (sample: number) => () => {
      draws[sample]!++;
      return 0.5;
    };
  };
  const [stimulus] = stimuliOf(
    h,
    { first: 4, steps: 2, batch: 3 },
    [drive(noise(nodes(['h', 1, 2]), 1, 2, 5), 0, 6)],
    half,
    alive,
  );
  expect(asked).toEqual([[6, 'h', 4]]);
  expect(draws).toEqual([2, 2, 2]);
  expect([...stimulus!.currents].map((value) => Math.round(1e6 * value))).toEqual([
    ...[0, -1354820, 0, -1354820, 0, -1354820],
    ...[0, 0, 0, 0, 0, 0],
  ]);
});

test('nothing reaches a unit that is lesioned, for which noise is drawn all the same', () => {
  const effects = [
    drive(pulse(nodes(['h', 0, 2]), 0.5, 4), 0),
    drive(noise(nodes(['h', 0, 2]), 0, 1), 0, 1),
    drive({ kind: 'replay', nodes: nodes(['h', 0, 2]), times: [0, 0], units: [0, 1], amplitude: 8 }, 0),
  ];
  let draws = 0;
  const counted = () => () => () => {
    draws++;
    return 0.5;
  };
  const dead = new Map([['h', new Set([1])]]);
  const span = { first: 0, steps: 1, batch: 1 };
  // 0.5 + √(−2 ln 0.5) · cos π + 8
  expect([...stimuliOf(h, span, effects, counted, dead)[0]!.currents]).toEqual([
    8.5 - Math.sqrt(-2 * Math.log(0.5)),
    0,
  ]);
  expect(draws).toBe(4);
  const held = [drive(current(nodes(['h', 0, 2]), 3), 0)];
  expect(stimuliOf(h, span, held, silence, dead)).toEqual([
    { layer: 'h', currents: Float64Array.of(3, 0), cut: Uint8Array.of(1, 0) },
  ]);
});

test('an input: added to what is shown, a clamp in its place, for every sample', () => {
  const input = { kind: 'constant', values: Float64Array.of(1, 2, 3, 4) } as const;
  const effects = [drive(pulse(nodes(['in', 0, 2]), 10, 1), 1), drive(current(nodes(['in', 1, 2]), -1), 0)];
  const source = { id: 'in', size: 2 };
  expect(drivenInput(input, source, { first: 0, steps: 2, batch: 2 }, effects, silence, alive)).toEqual({
    kind: 'sequence',
    values: Float64Array.of(1, -1, 3, -1, 11, -1, 13, -1),
  });
  expect(
    drivenInput(
      input,
      source,
      { first: 0, steps: 2, batch: 2 },
      [drive(pulse(nodes(['h', 0, 1]), 1, 9), 0)],
      silence,
      alive,
    ),
  ).toBe(input);
});

test('units of a layer among nodes of several', () => {
  expect(unitsIn(nodes(['h', 0, 2], ['in', 0, 9], ['h', 5, 6]), 'h')).toEqual([0, 1, 5]);
});
