import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

import type { Look } from '../../src/run/watch/look.js';
import type { ViewFrame } from '../../src/streams/frames/view-frame.js';
import { eventually, openPage, openServer, RUN } from './open-server.js';

/** A presentation of about a megabyte. */
function heavyLook(number: number): ViewFrame {
  const look: Look = {
    sample: number,
    label: 0,
    answer: 0,
    steps: 10,
    spikes: [{ layer: 'h1', times: new Uint32Array(125_000), units: new Uint32Array(125_000) }],
    voltages: { neurons: [], values: new Float32Array() },
    readout: new Float32Array(2),
    input: new Float32Array(4),
    pulses: [],
  };
  return { kind: 'look', start: 10 * number, epoch: 0, step: number, look };
}

/** Bytes of arrays that are still needed; those of others may take a moment to be given back. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}

/** Nobody is taken to be gone, however long the test takes. */
const LIMITS = { tick: 25, goneTicks: 1_000_000 };

const sampleOf = (frame: ViewFrame) => (frame.kind === 'look' ? frame.look.sample : -1);

describe('a page that takes nothing', () => {
  test('misses presentations, counted; nobody waits for it, and it is told the newest when it wakes', async () => {
    const { frames, ...server } = await openServer({ limits: LIMITS });
    frames.next(RUN);
    const page = openPage(server);
    await page.until(({ kind }) => kind === 'run');
    page.socket.pause();
    const before = bytesInUse();
    for (let number = 0; number < 60; number++) {
      frames.next(heavyLook(number));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // Of 60 MB what is kept are 16 MB of history, and two frames that wait in the socket.
    await expect.poll(() => bytesInUse() - before).toBeLessThan(20_000_000);
    await expect.poll(() => server.watching).toEqual([true, false]);
    page.socket.resume();
    await eventually(() => server.watching.at(-1) === true);
    frames.next(heavyLook(60));
    await page.until((frame) => sampleOf(frame) === 60);
    const seen = page.frames.flatMap(({ frame }) => (frame.kind === 'look' ? [frame.look.sample] : []));
    const dropped = Math.max(...page.frames.map(({ frame }) => (frame.kind === 'state' ? frame.dropped : 0)));
    expect(dropped).toBeGreaterThan(20);
    expect(seen.length + dropped).toBe(61);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('does not keep others from what is new', async () => {
    // The page that is awake answers within a second, also where others use this machine.
    const { frames, ...server } = await openServer({ limits: { ...LIMITS, stalledTicks: 40 } });
    frames.next(RUN);
    const [sleepy, awake] = [openPage(server), openPage(server)];
    for (const page of [sleepy, awake]) await page.until(({ kind }) => kind === 'run');
    sleepy.socket.pause();
    for (let number = 0; number < 20; number++) {
      frames.next(heavyLook(number));
      await awake.until((frame) => sampleOf(frame) === number);
    }
    const states = awake.frames.flatMap(({ frame }) => (frame.kind === 'state' ? [frame.dropped] : []));
    expect(states).toEqual([0]);
    expect(server.watching).toEqual([true]);
  });

  test('does not hold up the end', async () => {
    // Waiting for it until all is flushed would take longer than a test may.
    const { frames, ...server } = await openServer({ limits: { ...LIMITS, flush: 100_000 } });
    frames.next(RUN);
    const page = openPage(server);
    // A page is taken to be there once it has answered.
    await eventually(() => server.watching.at(-1) === true);
    page.socket.pause();
    for (let number = 0; number < 16; number++) frames.next(heavyLook(number));
    await eventually(() => server.watching.at(-1) === false);
    await server.server.close();
    expect(page.socket.isPaused).toBe(true);
  });
});
