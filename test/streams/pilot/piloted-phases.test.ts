import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../../src/run/run-event.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { PHASED } from '../phased-scenario.js';
import { answerOf, pilotedRun } from './pilot-run.js';

/** A run at the hand of a pilot, which is paused as soon as a phase begins. */
function heldIn(phase: string) {
  const stop = new AbortController();
  const { pilot } = pilotedRun({ stop: () => stop.abort() });
  const text = PHASED.replace('test: {}', 'test: { batch: 2 }');
  const run = runScenario(parseScenario(text), { backend: 'reference', watch: pilot, signal: stop.signal });
  const events: RunEvent[] = [];
  const all = (async () => {
    for await (const event of run) {
      events.push(event);
      if (event.kind === 'phase-started' && event.phase === phase) pilot.command({ kind: 'pause' });
    }
  })();
  return { pilot, events, all };
}

/** As many turns as a run needs that is not held. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function newest(events: readonly RunEvent[]): Promise<RunEvent | undefined> {
  await settle();
  return events.at(-1);
}

describe('a run that is paused', () => {
  test('before a free run goes on a stretch at a time, refuses changes by hand, and ends as if nobody had held it', async () => {
    const { pilot, events, all } = heldIn('probe');
    expect(await newest(events)).toMatchObject({ kind: 'phase-started', phase: 'probe' });
    for (const done of [250, 500]) {
      pilot.command({ kind: 'step' });
      expect(await newest(events)).toMatchObject({ kind: 'steps-run', done });
    }
    pilot.command({ kind: 'intervene', intervention: { kind: 'silence', layer: 'h1', units: [0] } });
    const refused = 'this phase does not learn, and only its scenario changes it';
    expect(await newest(events)).toMatchObject({ kind: 'intervened', refused });
    pilot.command({ kind: 'resume' });
    await all;
    const alone: RunEvent[] = [];
    const text = PHASED.replace('test: {}', 'test: { batch: 2 }');
    for await (const event of runScenario(parseScenario(text), { backend: 'reference' })) alone.push(event);
    expect(events.filter(({ kind }) => kind !== 'intervened' && kind !== 'looked')).toEqual(alone);
  });

  test('before a test goes on by its batches, and is stopped in the middle of it', async () => {
    const { pilot, events, all } = heldIn('damage');
    expect(await newest(events)).toMatchObject({ kind: 'phase-started', phase: 'damage' });
    pilot.command({ kind: 'step' });
    expect(await newest(events)).toMatchObject({ kind: 'batch-tested', batch: 1, batches: 2 });
    pilot.command({ kind: 'stop' });
    await all;
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
    expect(events.filter(({ kind }) => kind === 'tested').length).toBe(2);
  });
});

test('nothing is looked at in a phase that does not learn, and a speed holds for its stretches', async () => {
  const { pilot, clock } = pilotedRun();
  pilot.watching(true);
  pilot.command({ kind: 'pause' });
  const gate = pilot.gate('stretch');
  clock.advance(10_000);
  expect(await answerOf(gate)).toBeUndefined();
  pilot.command({ kind: 'speed', batchesPerSecond: 10 });
  pilot.command({ kind: 'resume' });
  expect(await answerOf(gate)).toBe('go');
  const second = pilot.gate('stretch');
  clock.advance(99);
  expect(await answerOf(second)).toBeUndefined();
  clock.advance(1);
  expect(await answerOf(second)).toBe('go');
});
