import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

import { lockRun } from '../../src/record/run-lock.js';
import { runTurn } from '../../src/sweep/run-turn.js';
import { temporaryFolder } from '../record/temporary-folder.js';

/** The lock of a folder, of a process on a machine, and somebody who waits for it. */
function lockedBy(host: string, lostAfter?: number) {
  const folder = join(temporaryFolder(), 'run');
  const lock = `${folder}.lock`;
  writeFileSync(lock, JSON.stringify({ pid: 4711, host, started: '1' }));
  const [told, stop] = [[] as string[], new AbortController()];
  const turn = runTurn(folder, { signal: stop.signal, tell: (line) => void told.push(line), lostAfter });
  return { folder, lock, told, stop, turn };
}

test('the lock of another machine is taken away when it is not renewed', async () => {
  const { folder, lock, told, turn } = lockedBy('elsewhere', 600);
  await turn;
  expect(existsSync(lock)).toBe(false);
  expect(told).toEqual([
    `${folder} is being written by process 4711 on elsewhere: waiting for it`,
    `process 4711 on elsewhere has given no sign of life for 1 s: its lock of ${folder} is taken away`,
  ]);
});

test('while it is renewed it stays, and the wait ends when it is given back, or with the wish to stop', async () => {
  const { lock, turn } = lockedBy('elsewhere', 900);
  let beats = 0;
  const beat = setInterval(() => void utimesSync(lock, ++beats, beats), 200);
  const waited = await Promise.race([turn, new Promise((resolve) => setTimeout(() => resolve('still'), 1600))]);
  clearInterval(beat);
  expect(waited).toBe('still');
  rmSync(lock);
  await turn;
  const { lock: other, stop, turn: stopped } = lockedBy('elsewhere');
  stop.abort();
  await stopped;
  expect(existsSync(other)).toBe(true);
});

test('the lock of this machine is left to whoever tries next', async () => {
  const { lock, told, turn } = lockedBy(hostname(), 1);
  await turn;
  expect([existsSync(lock), told]).toEqual([true, []]);
});

test('whoever holds a lock keeps renewing it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const folder = join(temporaryFolder(), 'run');
  const held = await lockRun(folder);
  utimesSync(`${folder}.lock`, 1, 1);
  vi.advanceTimersByTime(10_000);
  await expect.poll(() => statSync(`${folder}.lock`).mtimeMs).toBeGreaterThan(1000);
  await held.release();
  expect(vi.getTimerCount()).toBe(0);
});
