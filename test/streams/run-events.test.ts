import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';

import type { RunEvent } from '../../src/run/run-event.js';
import { losslessSink } from '../../src/streams/lossless-sink.js';
import { runEvents } from '../../src/streams/run-events.js';
import { fakeRun } from './fake-run.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async (count: number) => {
  for (let n = 0; n < count; n++) await turn();
};
const kinds = (events: readonly RunEvent[]) => events.map(({ kind }) => kind);

describe('runEvents', () => {
  test('is one run for all who listen, and starts when connected', async () => {
    let runs = 0;
    const events = runEvents(fakeRun({ epochs: 1, batches: 1, onReleased: () => void runs++ }));
    const [first, second] = [lastValueFrom(events.pipe(toArray())), lastValueFrom(events.pipe(toArray()))];
    await turns(5);
    expect(runs).toBe(0);
    events.connect();
    expect(kinds(await first)).toEqual([
      'run-started',
      'batch-trained',
      'epoch-ended',
      'tested',
      'checkpoint',
      'spikes-recorded',
      'run-ended',
    ]);
    expect(await second).toEqual(await first);
    expect(runs).toBe(1);
  });

  test('the run waits while a queue is full', async () => {
    let trained = 0;
    let finish: () => void = () => undefined;
    const sink = losslessSink<RunEvent>(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      { capacity: 2 },
    );
    const events = runEvents(
      fakeRun({
        batches: 1000,
        beforeBatch: (step) => {
          trained = step;
        },
      }),
      {
        sinks: [sink],
      },
    );
    events.subscribe(sink.observer);
    const connection = events.connect();
    await turns(50);
    expect(trained).toBe(1); // run-started is being written, batch 1 waits: full
    finish();
    await turns(50);
    expect(trained).toBe(2); // batch 1 is being written, batch 2 waits
    connection.unsubscribe();
  });

  test('lets the event loop have a turn every few milliseconds', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const busy = () => {
      for (const end = performance.now() + 3; performance.now() < end; );
    };
    const events = runEvents(fakeRun({ epochs: 1, batches: 60, beforeBatch: busy }));
    const done = lastValueFrom(events);
    events.connect();
    await done;
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });

  test('unsubscribing ends the generator through its finally', async () => {
    let released = 0;
    // It is in the middle when it is let go.
    const events = runEvents(fakeRun({ batches: 1000, onReleased: () => void released++ }), { breathe: turn });
    const connection = events.connect();
    await turns(10);
    connection.unsubscribe();
    await turns(10);
    expect(released).toBe(1);
  });

  test('an error while it is let go is told to the one who asked to hear', async () => {
    const heard: unknown[] = [];
    const onReleased = () => {
      throw new Error('device lost');
    };
    const events = runEvents(fakeRun({ batches: 1000, onReleased }), {
      breathe: turn,
      onReleaseError: (cause) => heard.push(cause),
    });
    const connection = events.connect();
    await turns(10);
    connection.unsubscribe();
    await turns(10);
    expect(heard).toEqual([new Error('device lost')]);
  });

  test("a sink's failure stops the run, frees the device and is the stream's error; other sinks finish", async () => {
    let released = 0;
    const written: string[] = [];
    const full = losslessSink<RunEvent>(
      async ([event]) => {
        if (event?.kind === 'batch-trained') throw new Error('disk full');
      },
      { capacity: 1 },
    );
    const good = losslessSink<RunEvent>(async (values) => void written.push(...kinds(values)), { capacity: 100 });
    const events = runEvents(fakeRun({ batches: 1000, onReleased: () => void released++ }), { sinks: [full, good] });
    events.subscribe(full.observer);
    events.subscribe(good.observer);
    const end = lastValueFrom(events);
    events.connect();
    await expect(end).rejects.toThrow('disk full');
    await expect(full.done).rejects.toThrow('disk full');
    await good.done;
    expect(written).toEqual(['run-started', 'batch-trained']);
    expect(released).toBe(1);
  });

  test('the stream ends only when a run that a sink has stopped has let go of its device', async () => {
    let released = false;
    async function* run(): AsyncGenerator<RunEvent, void, void> {
      try {
        yield* fakeRun({ batches: 1000 });
      } finally {
        await turns(20);
        released = true;
      }
    }
    const failing = losslessSink<RunEvent>(() => Promise.reject(new Error('disk full')), { capacity: 1 });
    const events = runEvents(run(), { sinks: [failing] });
    events.subscribe(failing.observer);
    const end = lastValueFrom(events);
    events.connect();
    await expect(end).rejects.toThrow('disk full');
    expect(released).toBe(true);
  });

  test("the run's own error comes after its last event", async () => {
    const seen: string[] = [];
    const beforeBatch = (step: number) => {
      if (step === 2) throw new Error('diverged');
    };
    const events = runEvents(fakeRun({ beforeBatch }));
    events.subscribe({ next: ({ kind }) => seen.push(kind), error: (error: Error) => seen.push(error.message) });
    events.connect();
    await turns(20);
    expect(seen).toEqual(['run-started', 'batch-trained', 'diverged']);
  });
});
