import { describe, expect, test } from 'vitest';

import { answerOf, looked, pilotedRun } from './pilot-run.js';

const nothing = { sample: 0, voltagesOf: [], pulses: [] };

describe('a single step', () => {
  test('lets one batch go, shows it however soon, and holds again', async () => {
    const run = pilotedRun({ interval: 100 });
    const { pilot } = run;
    pilot.watching(true);
    pilot.command({ kind: 'pause' });
    expect(await answerOf(pilot.gate('batch'))).toBe('look');
    looked(run);
    const gate = pilot.gate('batch');
    pilot.command({ kind: 'step' });
    expect(await answerOf(gate)).toBe('go');
    expect(looked(run)).toEqual(nothing);
    const next = pilot.gate('batch');
    expect(await answerOf(next)).toBeUndefined();
    expect(looked(run)).toBeUndefined();
  });

  test('of a run that goes on: one more batch, then it is held', async () => {
    const { pilot, states } = pilotedRun();
    pilot.command({ kind: 'step' });
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(await answerOf(pilot.gate('batch'))).toBeUndefined();
    expect(states.at(-1)).toEqual({ paused: true, speed: 0, stopping: false });
  });

  test('three of them are three batches; a pause forgets those that are left', async () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'pause' });
    for (let n = 0; n < 3; n++) pilot.command({ kind: 'step' });
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    pilot.command({ kind: 'pause' });
    expect(await answerOf(pilot.gate('batch'))).toBeUndefined();
  });

  test('does not wait for the speed', async () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'speed', batchesPerSecond: 0.1 });
    pilot.command({ kind: 'step' });
    pilot.command({ kind: 'step' });
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
  });
});

describe('speed', () => {
  test('lets at most so many batches a second go', async () => {
    const { pilot, clock, states } = pilotedRun();
    pilot.command({ kind: 'speed', batchesPerSecond: 4 });
    const times: number[] = [];
    let gate = pilot.gate('batch');
    for (let millisecond = 0; millisecond < 1000; millisecond += 10) {
      if ((await answerOf(gate)) === 'go') {
        times.push(millisecond);
        gate = pilot.gate('batch');
      }
      clock.advance(10);
    }
    expect(times).toEqual([0, 250, 500, 750]);
    expect(states.at(-1)).toEqual({ paused: false, speed: 4, stopping: false });
  });

  test('that is raised lets a waiting run go at once', async () => {
    const { pilot, clock } = pilotedRun();
    pilot.command({ kind: 'speed', batchesPerSecond: 0.01 });
    await pilot.gate('batch');
    const gate = pilot.gate('batch');
    clock.advance(60_000);
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command({ kind: 'speed', batchesPerSecond: 1 });
    expect(await answerOf(gate)).toBe('go');
  });

  test('that is low keeps to its time though no timer waits longer than a second', async () => {
    const { pilot, clock } = pilotedRun();
    pilot.command({ kind: 'speed', batchesPerSecond: 0.1 });
    await pilot.gate('batch');
    const gate = pilot.gate('batch');
    clock.advance(9_999);
    expect(await answerOf(gate)).toBeUndefined();
    clock.advance(1);
    expect(await answerOf(gate)).toBe('go');
  });

  test('shows a changed sample while the run waits for its turn', async () => {
    const run = pilotedRun({ interval: 100 });
    const { pilot, clock } = run;
    pilot.watching(true);
    pilot.command({ kind: 'speed', batchesPerSecond: 0.5 });
    await pilot.gate('batch');
    looked(run);
    const gate = pilot.gate('batch');
    clock.advance(500);
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command({ kind: 'sample', sample: 2 });
    expect(await answerOf(gate)).toBe('look');
    expect(looked(run)).toEqual({ ...nothing, sample: 2 });
    const next = pilot.gate('batch');
    clock.advance(1499);
    expect(await answerOf(next)).toBeUndefined();
    clock.advance(1);
    expect(await answerOf(next)).toBe('go');
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%s is none', (batchesPerSecond) => {
    const { pilot, states } = pilotedRun();
    expect(() => pilot.command({ kind: 'speed', batchesPerSecond })).toThrow(
      new RangeError(`speed: expected a number >= 0, got ${batchesPerSecond}`),
    );
    expect(states.length).toBe(1);
  });
});

describe('interventions', () => {
  const silence = { kind: 'silence', layer: 'h1', units: [3] } as const;
  const rate = { kind: 'learning-rate', value: 0.1 } as const;

  test('are given once, in their order', () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'intervene', intervention: silence });
    pilot.command({ kind: 'intervene', intervention: rate });
    expect(pilot.interventions()).toEqual([silence, rate]);
    expect(pilot.interventions()).toEqual([]);
  });

  test('reach a run that is held, which shows what has become of it', async () => {
    const run = pilotedRun();
    const { pilot, clock } = run;
    pilot.watching(true);
    pilot.command({ kind: 'pause' });
    await pilot.gate('batch');
    looked(run);
    clock.advance(1000);
    const gate = pilot.gate('batch');
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command({ kind: 'intervene', intervention: silence });
    expect(await answerOf(gate)).toBe('look');
    expect(pilot.interventions()).toEqual([silence]);
    expect(looked(run)).toEqual(nothing);
  });

  test('reach it also when nobody watches', async () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'pause' });
    pilot.command({ kind: 'intervene', intervention: rate });
    expect(await answerOf(pilot.gate('batch'))).toBe('look');
    expect(pilot.interventions()).toEqual([rate]);
    expect(pilot.wanted()).toBeUndefined();
    expect(await answerOf(pilot.gate('batch'))).toBeUndefined();
  });
});

test('stop ends the run once and lets it out of the gate', async () => {
  const { pilot, states, stops } = pilotedRun();
  pilot.command({ kind: 'pause' });
  const gate = pilot.gate('batch');
  pilot.command({ kind: 'stop' });
  pilot.command({ kind: 'stop' });
  expect(await answerOf(gate)).toBe('go');
  expect(stops()).toBe(1);
  expect(states.at(-1)).toEqual({ paused: true, speed: 0, stopping: true });
});
