import { afterEach, describe, expect, test, vi } from 'vitest';

import { BACKENDS } from '../../../src/backends/backends.js';
import type { RunEvent } from '../../../src/run/run-event.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import type { Intervention } from '../../../src/run/watch/run-watch.js';
import { eventsOf, ofKind, xorScenario } from '../xor-scenario.js';
import { sampleOnly, scriptedWatch } from './scripted-watch.js';

afterEach(() => vi.restoreAllMocks());

const unwatched = (events: readonly RunEvent[]) => events.filter(({ kind }) => kind !== 'looked');

describe.each(['reference', 'events'])('a watched run on %s', (backend) => {
  test('is the same to the byte as one that nobody watches', async () => {
    const watch = scriptedWatch({
      wanted: (asked) => ({
        sample: asked % 8,
        voltagesOf: [{ layer: 'h', unit: asked % 12 }],
        pulses: asked % 2 ? [{ layer: 'h', units: [0], at: 1, duration: 2, amplitude: 5 }] : [],
      }),
    });
    const watched = await eventsOf(xorScenario, { backend, watch });
    const alone = await eventsOf(xorScenario, { backend });
    expect(unwatched(watched)).toEqual(alone);
    // 9 batches, and of the test passes of 2 batches what is between them.
    expect(watched.length - alone.length).toBe(9 + 3);
    expect(watch.shownLooks).toBe(12);
    expect([watch.gates, watch.testGates]).toEqual([9, 3]);
  });
});

describe('looks', () => {
  test('say where the run stood', async () => {
    const watch = scriptedWatch({ wanted: () => sampleOnly(3) });
    const events = await eventsOf({ ...xorScenario, train: { epochs: 2, batch: 6 } }, { backend: 'reference', watch });
    const places = events.flatMap((event, k) =>
      event.kind === 'looked' ? [[event.epoch, event.batch, event.step, events[k - 1]!.kind]] : [],
    );
    const epoch = (number: number, before: number) => [
      [number, 1, before + 1, 'batch-trained'],
      [number, 2, before + 2, 'batch-trained'],
      [number, 3, before + 3, 'batch-trained'],
      [number, 3, before + 3, 'batch-tested'],
    ];
    expect(places).toEqual([...epoch(1, 0), ...epoch(2, 3)]);
  });

  test('cost nothing but a question while nobody wants one', async () => {
    const watch = scriptedWatch({ wanted: () => undefined });
    const events = await eventsOf(xorScenario, { backend: 'reference', watch });
    expect(ofKind(events, 'looked')).toEqual([]);
    expect(watch.shownLooks).toBe(0);
  });

  test('of a sample that there is not do not come, and the run goes on', async () => {
    const watch = scriptedWatch({ wanted: () => sampleOnly(8) });
    const events = await eventsOf(xorScenario, { backend: 'reference', watch });
    expect(ofKind(events, 'looked')).toEqual([]);
    expect(watch.shownLooks).toBe(12);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'complete' });
  });
});

test('what is only shown costs no computing time', async () => {
  let now = 0;
  const backend = BACKENDS.find(({ name }) => name === 'reference')!;
  const open = backend.open.bind(backend);
  vi.spyOn(backend, 'open').mockImplementation(async (request) => {
    const session = await open(request);
    // Histograms and looks ask for it, and once, at the end, who weighs the network.
    session.tensors = async () => {
      now += 1000;
      return (await session.snapshot()).tensors;
    };
    return session;
  });
  const watch = scriptedWatch({ wanted: () => sampleOnly(0) });
  const events = await eventsOf(xorScenario, { backend: 'reference', watch, clock: () => now });
  // After each of 9 batches, at the end of each of 3 epochs, for the last looks, and to weigh; a test has the network of the batch before it.
  expect(now).toBe((9 + 3 + 1 + 1) * 1000);
  for (const { seconds } of ofKind(events, 'epoch-ended')) expect(seconds).toBe(0);
  expect(ofKind(events, 'run-ended')[0]!.seconds).toBe(1);
});

describe('the gate', () => {
  test('holds the run before its first batch, and lets it do what is asked while it is held', async () => {
    const answers = ['look', 'look', 'go'] as const;
    let asked = 0;
    const watch = scriptedWatch({ wanted: () => (asked <= 3 ? sampleOnly(asked) : undefined) });
    const held = {
      ...watch,
      gate: async () => answers[asked++] ?? ('go' as const),
      interventions: () => (asked === 2 ? [{ kind: 'learning-rate', value: 0.5 } as const] : []),
    };
    const events = await eventsOf(xorScenario, { backend: 'reference', watch: held });
    expect(events.slice(0, 5)).toMatchObject([
      { kind: 'run-started' },
      { kind: 'looked', epoch: 1, batch: 0, step: 0, look: { sample: 1 } },
      { kind: 'intervened', epoch: 1, batch: 0, step: 0 },
      { kind: 'looked', epoch: 1, batch: 0, step: 0, look: { sample: 2 } },
      { kind: 'batch-trained', learningRate: 0.5 },
    ]);
  });

  test.each(['before', 'while'])('does not hold a run that is stopped %s it waits', async (when) => {
    const stop = new AbortController();
    const watch = {
      ...scriptedWatch({}),
      gate: () => {
        if (when === 'before') stop.abort();
        else queueMicrotask(() => stop.abort());
        return new Promise<never>(() => undefined);
      },
    };
    const events = await eventsOf(xorScenario, { backend: 'reference', watch, signal: stop.signal });
    expect(events.map(({ kind }) => kind)).toEqual(['run-started', 'checkpoint', 'samples-looked', 'run-ended']);
    expect(events.at(-1)).toMatchObject({ reason: 'interrupted' });
  });

  test('holds the run at the cost of no computing time', async () => {
    let now = 0;
    // A second at the gate, of which half is for a look, before each batch and each test; 10 ms for each of the 3 batches of an epoch.
    const answers = ['look', 'go'] as const;
    let asked = 0;
    const watch = {
      ...scriptedWatch({ wanted: () => undefined }),
      gate: async () => {
        now += 500;
        return answers[asked++ % 2]!;
      },
    };
    const events: RunEvent[] = [];
    const options = { backend: 'reference', watch, clock: () => now };
    for await (const event of runScenario(xorScenario, options)) {
      events.push(event);
      if (event.kind === 'batch-trained') now += 10;
    }
    expect(asked).toBe(24);
    for (const { seconds } of ofKind(events, 'epoch-ended')) expect(seconds).toBeCloseTo(0.03, 12);
    expect(ofKind(events, 'run-ended')[0]!.seconds).toBeCloseTo(0.09, 12);
  });

  test('holds the run before a test, too, and what changes it then counts in that test', async () => {
    const answers = ['look', 'go'] as const;
    const silence = { kind: 'silence', layer: 'h', units: [0] } as const;
    let [now, asked, before] = [0, 0, ''];
    let given: Intervention[] = [silence];
    const watch = {
      ...scriptedWatch({ wanted: () => (before === 'test' && asked % 2 === 1 ? sampleOnly(asked) : undefined) }),
      gate: async (next: 'batch' | 'test') => {
        before = next;
        if (next === 'batch') return 'go' as const;
        now += 500;
        return answers[asked++ % 2]!;
      },
      interventions: () => {
        const all = before === 'test' ? given : [];
        if (before === 'test') given = [];
        return all;
      },
    };
    const events = await eventsOf(xorScenario, { backend: 'reference', watch, clock: () => now });
    expect(asked).toBe(6);
    const first = events.findIndex(({ kind }) => kind === 'epoch-ended');
    expect(events.slice(first, first + 8)).toMatchObject([
      { kind: 'epoch-ended', epoch: 1 },
      { kind: 'histograms' },
      { kind: 'intervened', epoch: 1, batch: 3, step: 3, intervention: silence },
      { kind: 'looked', epoch: 1, batch: 3, step: 3, look: { sample: 1 } },
      { kind: 'batch-tested', batch: 1 },
      { kind: 'batch-tested', batch: 2 },
      { kind: 'tested' },
      { kind: 'batch-trained', epoch: 2, batch: 1 },
    ]);
    expect(ofKind(events, 'run-ended')[0]!.seconds).toBe(0);
  });

  test('before a test does not hold a run that is stopped while it waits', async () => {
    const stop = new AbortController();
    const gate = async (next: 'batch' | 'test') => {
      if (next === 'batch') return 'go' as const;
      queueMicrotask(() => stop.abort());
      return new Promise<never>(() => undefined);
    };
    const options = { backend: 'reference', watch: { ...scriptedWatch({}), gate }, signal: stop.signal };
    const kinds = (await eventsOf(xorScenario, options)).map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual(['histograms', 'checkpoint', 'samples-looked', 'run-ended']);
  });

  test('that stops a run which it holds costs no computing time, either', async () => {
    let now = 0;
    const stop = new AbortController();
    const gate = () => {
      now += 5000;
      stop.abort();
      return new Promise<never>(() => undefined);
    };
    const options = { backend: 'reference', watch: { ...scriptedWatch({}), gate }, signal: stop.signal };
    const events = await eventsOf(xorScenario, { ...options, clock: () => now });
    expect(ofKind(events, 'run-ended')[0]!.seconds).toBe(0);
  });

  test('that fails ends the run as any failure does', async () => {
    const watch = { ...scriptedWatch({}), gate: () => Promise.reject(new Error('no gate')) };
    await expect(eventsOf(xorScenario, { backend: 'reference', watch })).rejects.toThrow('no gate');
  });
});
