import { describe, expect, test } from 'vitest';
import { measureBackends } from '../../../src/backends/choosing/measure-backends.js';
import { REQUEST, timedBackends } from './timed-backends.js';

const steps = (diary: readonly string[], name: string) => diary.filter((line) => line === `step ${name}`).length;

describe('a measurement', () => {
  test('warms each up, then takes turns, and closes what it opened', async () => {
    const { backend, trial, clock, diary } = timedBackends();
    const backends = [backend('a', { ms: 2 }), backend('b', { ms: 3 })];
    const { measured, leftOut } = await measureBackends(backends, REQUEST, trial(1), { clock });
    expect(measured).toEqual([
      { name: 'a', seconds: 0.002 },
      { name: 'b', seconds: 0.003 },
    ]);
    expect(leftOut).toEqual([]);
    const turns = Array.from({ length: 9 }, () => ['step a', 'step b']).flat();
    expect(diary).toEqual(['open a', 'step a', 'open b', 'step b', ...turns, 'close a', 'close b']);
  });

  test('gives medians: neither compiling nor one disturbed step counts', async () => {
    const { backend, trial, clock } = timedBackends();
    const disturbed = (step: number) => (step === 0 ? 900 : step === 4 ? 300 : 2 + (step % 3));
    const backends = [backend('a', { ms: disturbed }), backend('b', { ms: 5 })];
    const { measured } = await measureBackends(backends, REQUEST, trial(1), { clock });
    // Steps 1 to 9: 3 4 2 300 4 2 3 4 2, in order 2 2 2 3 3 4 4 4 300
    expect(measured[0]).toEqual({ name: 'a', seconds: 0.003 });
  });

  test('of slow steps ends with its time, after one round at least', async () => {
    const slow = timedBackends();
    const backends = [slow.backend('a', { ms: 2000 }), slow.backend('b', { ms: 2500 })];
    const { measured } = await measureBackends(backends, REQUEST, slow.trial(1), { clock: slow.clock });
    expect(measured.map(({ seconds }) => seconds)).toEqual([2, 2.5]);
    expect(slow.clock()).toBe(2 * 4500);
    const quick = timedBackends();
    const pair = [quick.backend('a', { ms: 100 }), quick.backend('b', { ms: 150 })];
    await measureBackends(pair, REQUEST, quick.trial(1), { clock: quick.clock });
    // 250 ms a round: the first one that begins after 1500 ms does not take place.
    expect(quick.clock()).toBe(1750);
  });

  test('does not time the hopeless twice', async () => {
    const { backend, trial, clock, diary } = timedBackends();
    await measureBackends([backend('a', { ms: 10 }), backend('b', { ms: 41 })], REQUEST, trial(1), { clock });
    expect([steps(diary, 'a'), steps(diary, 'b')]).toEqual([10, 2]);
  });

  test('that is aborted stops, closes everything and has nothing to say', async () => {
    const { backend, trial, clock, diary } = timedBackends();
    const abort = new AbortController();
    const stopping = (step: number) => {
      if (step === 0) abort.abort();
      return 1;
    };
    const backends = [backend('a', { ms: stopping }), backend('b')];
    const { measured } = await measureBackends(backends, REQUEST, trial(1), { clock, signal: abort.signal });
    expect(measured).toEqual([]);
    expect(diary).toEqual(['open a', 'step a', 'close a']);
  });
});
