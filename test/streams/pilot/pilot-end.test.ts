import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { createPilot } from '../../../src/streams/pilot/create-pilot.js';
import { answerOf, looked, pilotedRun } from './pilot-run.js';

const rate = (value: number) => ({ kind: 'intervene', intervention: { kind: 'learning-rate', value } }) as const;

describe('a run that is over', () => {
  test('leaves no timer, however slow it was', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const pilot = createPilot({ stop: () => undefined });
    pilot.command({ kind: 'speed', batchesPerSecond: 0.05 });
    await pilot.gate('batch');
    const gate = pilot.gate('batch');
    expect(vi.getTimerCount()).toBe(1);
    pilot.end();
    expect(vi.getTimerCount()).toBe(0);
    expect(await answerOf(gate)).toBe('go');
    pilot.end();
    pilot.watching(true);
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('obeys no more, and nothing that is asked of it gathers', async () => {
    const { pilot, states, stops } = pilotedRun();
    pilot.command(rate(0.1));
    pilot.end();
    pilot.command({ kind: 'stop' });
    pilot.command({ kind: 'pause' });
    pilot.command(rate(0.2));
    expect(stops()).toBe(0);
    expect(states).toEqual([{ paused: false, speed: 0, stopping: false }]);
    expect(pilot.interventions()).toEqual([]);
  });
});

test('no more than 256 interventions wait; there is room again when the run has taken them', () => {
  const { pilot } = pilotedRun();
  for (let k = 0; k < 256; k++) pilot.command(rate(k));
  expect(() => pilot.command(rate(256))).toThrow(
    new RangeError('intervene: expected at most 256 changes that wait for a batch, got one more'),
  );
  expect(pilot.interventions().length).toBe(256);
  pilot.command(rate(257));
  expect(pilot.interventions()).toEqual([rate(257).intervention]);
});

test('a clock of its own counts: that of the timers may be set back', async () => {
  let now = 0;
  const run = pilotedRun({ interval: 100, now: () => now });
  const { pilot, clock } = run;
  pilot.watching(true);
  pilot.command({ kind: 'speed', batchesPerSecond: 2 });
  expect(await answerOf(pilot.gate('batch'))).toBe('go');
  expect(looked(run)).toBeDefined();
  clock.frame = -1e9;
  now = 100;
  expect(looked(run)).toBeDefined();
  now = 500;
  expect(await answerOf(pilot.gate('batch'))).toBe('go');
});

describe('the time for which a run was paused', () => {
  test('is what it waits at the gate, looks included, and not what it waits for its speed', async () => {
    const run = pilotedRun();
    const { pilot, clock } = run;
    pilot.watching(true);
    pilot.command({ kind: 'pause' });
    clock.advance(10);
    // The batch before goes on meanwhile.
    expect(pilot.pausedFor).toBe(0);
    expect(await answerOf(pilot.gate('batch'))).toBe('look');
    looked(run, 5);
    const gate = pilot.gate('batch');
    clock.advance(20);
    expect(pilot.pausedFor).toBe(25);
    pilot.command({ kind: 'step' });
    expect(await answerOf(gate)).toBe('go');
    clock.advance(40);
    expect(pilot.pausedFor).toBe(25);
    pilot.watching(false);
    pilot.command({ kind: 'speed', batchesPerSecond: 1 });
    pilot.command({ kind: 'resume' });
    const slow = pilot.gate('batch');
    clock.advance(500);
    pilot.command({ kind: 'pause' });
    clock.advance(7);
    pilot.command({ kind: 'resume' });
    clock.advance(500);
    expect(await answerOf(slow)).toBe('go');
    expect(pilot.pausedFor).toBe(32);
  });

  test('ends with the run', () => {
    const { pilot, clock } = pilotedRun();
    pilot.command({ kind: 'pause' });
    void pilot.gate('batch');
    clock.advance(30);
    pilot.end();
    clock.advance(1000);
    expect(pilot.pausedFor).toBe(30);
  });
});

describe('a test', () => {
  test('is held by a pause and goes on with the next step, which is for the batch that is learned after it', async () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'pause' });
    const gate = pilot.gate('test');
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command({ kind: 'step' });
    expect(await answerOf(gate)).toBe('go');
    expect(await answerOf(pilot.gate('test'))).toBe('go');
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(await answerOf(pilot.gate('test'))).toBeUndefined();
  });

  test('does not wait for the speed', async () => {
    const { pilot } = pilotedRun();
    pilot.command({ kind: 'speed', batchesPerSecond: 0.01 });
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(await answerOf(pilot.gate('test'))).toBe('go');
    expect(await answerOf(pilot.gate('test'))).toBe('go');
  });

  test('that is held takes interventions, as a batch does', async () => {
    const run = pilotedRun();
    const { pilot, clock } = run;
    pilot.watching(true);
    pilot.command({ kind: 'pause' });
    expect(await answerOf(pilot.gate('test'))).toBe('look');
    looked(run);
    clock.advance(1000);
    const gate = pilot.gate('test');
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command(rate(0.1));
    expect(await answerOf(gate)).toBe('look');
    expect(pilot.interventions()).toEqual([rate(0.1).intervention]);
  });
});
