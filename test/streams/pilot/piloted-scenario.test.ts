import { expect, test } from 'vitest';

import { runScenario } from '../../../src/run/run-scenario.js';
import { xorScenario } from '../../run/xor-scenario.js';
import { pilotedRun } from './pilot-run.js';

/** A real run at the hand of a pilot. */
function piloted() {
  const stop = new AbortController();
  const { pilot, clock } = pilotedRun({ stop: () => stop.abort() });
  const run = runScenario(xorScenario, { backend: 'reference', watch: pilot, signal: stop.signal });
  const next = async () => {
    const { value } = await run.next();
    return value ? value.kind : 'over';
  };
  return { pilot, clock, next };
}

/** Whether a promise is still open after the run has had some turns. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  return !settled;
}

test('a run is held before its first batch, shown, learns one batch at a time, and goes on', async () => {
  const { pilot, clock, next } = piloted();
  pilot.watching(true);
  pilot.command({ kind: 'pause' });
  expect(await next()).toBe('run-started');
  expect(await next()).toBe('looked');
  for (let step = 0; step < 2; step++) {
    const held = next();
    clock.advance(10_000);
    expect(await isPending(held)).toBe(true);
    pilot.command({ kind: 'step' });
    expect(await held).toBe('batch-trained');
    expect(await next()).toBe('looked');
  }
  const silenced = next();
  pilot.command({ kind: 'intervene', intervention: { kind: 'silence', layer: 'h', units: [0] } });
  expect(await silenced).toBe('intervened');
  clock.advance(1000);
  expect(await next()).toBe('looked');
  const resumed = next();
  pilot.watching(false);
  pilot.command({ kind: 'resume' });
  expect(await resumed).toBe('batch-trained');
  expect(await next()).toBe('epoch-ended');
});

test('a pause also holds a run before a test, through which the next step takes it', async () => {
  const { pilot, next } = piloted();
  pilot.command({ kind: 'pause' });
  expect(await next()).toBe('run-started');
  // An epoch of three batches.
  for (let batch = 0; batch < 3; batch++) pilot.command({ kind: 'step' });
  for (let batch = 0; batch < 3; batch++) expect(await next()).toBe('batch-trained');
  for (const told of ['epoch-ended', 'histograms']) expect(await next()).toBe(told);
  const held = next();
  expect(await isPending(held)).toBe(true);
  pilot.command({ kind: 'step' });
  expect(await held).toBe('batch-tested');
  for (const told of ['batch-tested', 'tested', 'batch-trained']) expect(await next()).toBe(told);
  expect(await isPending(next())).toBe(true);
  pilot.end();
});

test('a run that is held can be stopped, and hands its weights over', async () => {
  const { pilot, next } = piloted();
  pilot.command({ kind: 'pause' });
  expect(await next()).toBe('run-started');
  const held = next();
  pilot.command({ kind: 'stop' });
  expect(await held).toBe('checkpoint');
  expect(await next()).toBe('samples-looked');
  expect(await next()).toBe('run-ended');
  expect(await next()).toBe('over');
});
