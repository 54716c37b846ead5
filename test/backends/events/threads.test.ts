import { serialize } from 'node:v8';
import { afterEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/backends/backend.js';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { openSession } from '../../../src/backends/events/open-session.js';
import { threadCount } from '../../../src/backends/events/thread-count.js';
import { type ThreadHost, threadHost } from '../../../src/backends/events/thread-host.js';
import { SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';
import { learn, lesson, threadedRequest } from './threaded-lessons.js';

const sessions: Session[] = [];
const open = async (threads: number) => {
  const session = await eventsBackend.open(threadedRequest(threads));
  sessions.push(session);
  return session;
};
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

/** Everything that five lessons give out; the third is so large that the memory has to grow under the workers. */
async function fiveLessons(session: Session, kind: 'constant' | 'spikes') {
  const given = [];
  for (const [number, batch] of [7, 7, 150, 1, 32].entries())
    given.push(await learn(session, lesson(number, batch, kind)));
  return { given, state: await session.snapshot() };
}

/** Bit by bit; comparing the numbers one by one takes longer than making them. */
const isSame = (a: unknown, b: unknown) => serialize(a).equals(serialize(b));

describe('the number of threads', () => {
  test.each(['constant', 'spikes'] as const)('changes no bit of what is learned from %s input', async (kind) => {
    const one = await fiveLessons(await open(1), kind);
    expect(one.given[0]!.report.spikes['h2']).toBeGreaterThan(100);
    for (const threads of [2, 3, 8]) {
      const session = await open(threads);
      expect(session.device).toEqual({ arithmetic: 'float32', threads });
      expect(isSame(await fiveLessons(session, kind), one)).toBe(true);
    }
  });

  test('changes no bit of what a gradient gives', async () => {
    const rule = { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS.atan } as const;
    const learned = async (threads: number) => {
      const session = await eventsBackend.open(threadedRequest(threads, rule));
      sessions.push(session);
      return fiveLessons(session, 'spikes');
    };
    const one = await learned(1);
    for (const threads of [2, 3]) expect(isSame(await learned(threads), one)).toBe(true);
  });

  test('of two sessions at once does not mix them', async () => {
    const [lone, first, second] = [await open(1), await open(2), await open(3)];
    const alone = await fiveLessons(lone, 'constant');
    const both = await Promise.all([first, second].map((session) => fiveLessons(session, 'constant')));
    expect(isSame(alone, await fiveLessons(await open(1), 'spikes'))).toBe(false);
    expect(both.map((lessons) => isSame(lessons, alone))).toEqual([true, true]);
  });

  test.each([0, 257, 1.5, -1])('cannot be %d', async (threads) => {
    await expect(open(threads)).rejects.toMatchObject({
      code: 'HV_OPTION_RANGE',
      kind: 'usage',
      message: `threads: expected a whole number from 1 to 256, got ${threads}`,
    });
  });
});

describe('a session that is not told how many threads', () => {
  const hostOf = (cores: number, missing?: ThreadHost['missing']): ThreadHost => ({
    ...threadHost(),
    cores,
    missing,
  });
  const sized = (...sizes: readonly number[]) => {
    const [inputs, ...widths] = sizes;
    const layers = widths.map((width, n) => dense(`h${n}`, width, neuron('lif', { decay: 0.9 })));
    const network = { input: { id: 'in', shape: [inputs!] }, layers, readout: 'rate' } as const;
    const tensors = initialTensors(planNetwork(network), createRandomStreams(1).stream('weights'));
    return { ...threadedRequest(), network, tensors };
  };

  test('has one for small networks and as many as there are cores for large ones', () => {
    expect(threadCount(sized(64, 200, 10), hostOf(8))).toEqual({ threads: 1 });
    expect(threadCount(sized(784, 500, 10), hostOf(2))).toEqual({ threads: 2 });
    expect(threadCount(sized(784, 1000, 1000, 10), hostOf(8))).toEqual({ threads: 8 });
    expect(threadCount(sized(784, 1000, 1000, 10), hostOf(1))).toEqual({ threads: 1 });
  });

  const missing = () => threadHost({ Worker: class {} as never }).missing;

  test('has one where a page is not isolated, and says why', async () => {
    const wanted = sized(784, 500, 10);
    const session = await openSession(wanted, hostOf(2, missing()));
    expect(session.device).toEqual({
      arithmetic: 'float32',
      threads: 1,
      threadsReason: 'page is not cross-origin isolated',
    });
    await session.close();
  });

  test('is refused more than one by name there, with the remedy', async () => {
    await expect(openSession(threadedRequest(2), hostOf(2, missing()))).rejects.toMatchObject({
      code: 'HV_THREADS_UNAVAILABLE',
      kind: 'machine',
      message: 'the events backend was asked for 2 threads and has 1: page is not cross-origin isolated',
      remedy: expect.stringContaining('Cross-Origin-Embedder-Policy: require-corp'),
    });
  });
});
