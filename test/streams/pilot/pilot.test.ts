import { describe, expect, test } from 'vitest';

import { answerOf, looked, pilotedRun } from './pilot-run.js';

const nothing = { sample: 0, voltagesOf: [], pulses: [] };

describe('a run that nobody has touched', () => {
  test('goes through the gate at once and is asked for nothing while nobody watches', async () => {
    const { pilot, states } = pilotedRun();
    expect(await answerOf(pilot.gate('batch'))).toBe('go');
    expect(pilot.wanted()).toBeUndefined();
    expect(pilot.interventions()).toEqual([]);
    expect(states).toEqual([{ paused: false, speed: 0, stopping: false }]);
  });

  test('shows sample 0 as soon as somebody watches, and no more when nobody does', async () => {
    const run = pilotedRun();
    run.pilot.watching(true);
    expect(looked(run)).toEqual(nothing);
    run.clock.advance(1000);
    run.pilot.watching(false);
    expect(looked(run)).toBeUndefined();
  });
});

describe('looks of a run that goes on', () => {
  test('come at most once an interval', () => {
    const run = pilotedRun({ interval: 100 });
    run.pilot.watching(true);
    const times: number[] = [];
    for (let batch = 0; batch < 50; batch++) {
      if (looked(run)) times.push(run.clock.now());
      run.clock.advance(7);
    }
    // Batches of 7 ms: the first at or after every 100 ms since the last look.
    expect(times).toEqual([0, 105, 210, 315]);
  });

  test('take at most a tenth of the time, however long each takes', () => {
    const run = pilotedRun({ interval: 100 });
    run.pilot.watching(true);
    let looking = 0;
    for (let batch = 0; batch < 2000; batch++) {
      const before = run.clock.now();
      if (looked(run, 40)) looking += run.clock.now() - before;
      run.clock.advance(3);
    }
    // 40 ms of looking need 360 ms of learning, 120 batches of 3 ms, which come afterwards: 17 looks, 16 of them paid for.
    expect(looking).toBe(17 * 40);
    expect((16 * 40) / run.clock.now()).toBeLessThanOrEqual(0.1);
  });

  test('a changed sample does not hurry them', () => {
    const run = pilotedRun({ interval: 100 });
    run.pilot.watching(true);
    expect(looked(run)).toEqual(nothing);
    run.clock.advance(50);
    run.pilot.command({ kind: 'sample', sample: 7 });
    expect(looked(run)).toBeUndefined();
    run.clock.advance(50);
    expect(looked(run)).toEqual({ ...nothing, sample: 7 });
  });
});

describe('pause', () => {
  test('holds the run until it is resumed', async () => {
    const { pilot, states } = pilotedRun();
    pilot.command({ kind: 'pause' });
    const gate = pilot.gate('batch');
    expect(await answerOf(gate)).toBeUndefined();
    pilot.command({ kind: 'resume' });
    expect(await answerOf(gate)).toBe('go');
    expect(states.map(({ paused }) => paused)).toEqual([false, true, false]);
  });

  test('goes on when everybody has left', async () => {
    const { pilot, clock } = pilotedRun();
    pilot.watching(true);
    pilot.command({ kind: 'pause' });
    pilot.watching(false);
    const gate = pilot.gate('batch');
    clock.advance(1e6);
    expect(await answerOf(gate)).toBeUndefined();
  });

  test('lets the run come back for one look after each change, and for no other', async () => {
    const run = pilotedRun({ interval: 100 });
    const { pilot, clock } = run;
    pilot.watching(true);
    looked(run);
    pilot.command({ kind: 'pause' });
    // The last look is too fresh: what the run looks like now that it is held is shown at 100 ms.
    let gate = pilot.gate('batch');
    clock.advance(99);
    expect(await answerOf(gate)).toBeUndefined();
    clock.advance(1);
    expect(await answerOf(gate)).toBe('look');
    expect(looked(run)).toEqual(nothing);
    gate = pilot.gate('batch');
    clock.advance(10_000);
    expect(await answerOf(gate)).toBeUndefined();
    expect(pilot.wanted()).toBeUndefined();
    for (const change of [
      { kind: 'sample', sample: 3 },
      { kind: 'pin', neurons: [{ layer: 'h1', unit: 2 }] },
      { kind: 'pulses', pulses: [{ layer: 'in', units: [0], at: 1, duration: 2, amplitude: 3 }] },
    ] as const) {
      pilot.command(change);
      expect(await answerOf(gate)).toBe('look');
      looked(run);
      gate = pilot.gate('batch');
      clock.advance(10_000);
      expect(await answerOf(gate)).toBeUndefined();
    }
    pilot.command({ kind: 'sample', sample: 4 });
    expect(looked(run)).toEqual({
      sample: 4,
      voltagesOf: [{ layer: 'h1', unit: 2 }],
      pulses: [{ layer: 'in', units: [0], at: 1, duration: 2, amplitude: 3 }],
    });
  });

  test('many changes at once are one look', async () => {
    const run = pilotedRun({ interval: 100 });
    const { pilot, clock } = run;
    pilot.command({ kind: 'pause' });
    pilot.watching(true);
    expect(await answerOf(pilot.gate('batch'))).toBe('look');
    looked(run);
    const gate = pilot.gate('batch');
    for (let sample = 0; sample < 50; sample++) {
      pilot.command({ kind: 'sample', sample });
      clock.advance(1);
    }
    expect(await answerOf(gate)).toBeUndefined();
    clock.advance(50);
    expect(await answerOf(gate)).toBe('look');
    expect(looked(run)).toEqual({ ...nothing, sample: 49 });
  });

  test('shows the run to whoever comes while it is held, however often that is told', async () => {
    const run = pilotedRun();
    const { pilot, clock } = run;
    pilot.command({ kind: 'pause' });
    const gate = pilot.gate('batch');
    expect(await answerOf(gate)).toBeUndefined();
    pilot.watching(true);
    expect(await answerOf(gate)).toBe('look');
    expect(looked(run)).toEqual(nothing);
    const next = pilot.gate('batch');
    pilot.watching(true);
    clock.advance(10_000);
    pilot.watching(true);
    expect(await answerOf(next)).toBeUndefined();
  });

  test('shows neurons that a page suggests only as long as nobody has pinned any', () => {
    const { pilot, ...run } = pilotedRun();
    pilot.watching(true);
    const [h1, out] = [[{ layer: 'h1', unit: 2 }], [{ layer: 'out', unit: 0 }]];
    const shown = (kind: 'pin' | 'suggest-pins', neurons: typeof h1) => {
      pilot.command({ kind, neurons });
      run.clock.advance(10_000);
      return looked({ pilot, ...run })?.voltagesOf;
    };
    expect(shown('suggest-pins', h1)).toEqual(h1);
    expect(shown('suggest-pins', out)).toEqual(h1);
    expect(shown('pin', out)).toEqual(out);
    expect(shown('suggest-pins', h1)).toEqual(out);
    expect(shown('pin', [])).toEqual([]);
    expect(shown('suggest-pins', h1)).toEqual(h1);
  });
});
