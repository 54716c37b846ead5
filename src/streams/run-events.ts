import { type Connectable, connectable, Observable, Subject } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import type { Backpressure } from './lossless-sink.js';
import { takeTurns } from './take-turns.js';

/** What paces a run and what hears of trouble after it has been let go. */
export interface RunEventsOptions {
  /** The next event is not asked for before all of these have room. */
  readonly sinks?: readonly Backpressure[];
  /**
   * Called before every event and awaited where it gives a promise, so that signals, timers and files get a turn: a run's
   * own promises never leave the microtask queue. Default: a turn of the event loop every few milliseconds.
   */
  readonly breathe?: () => Promise<unknown> | undefined;
  /** Hears of an error that the run throws while it ends after an unsubscription; nobody else can. */
  readonly onReleaseError?: (cause: unknown) => void;
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // Twice: after a file has been read or written, the first comes before signals and timers are looked at.
    if (typeof setImmediate === 'function') setImmediate(() => setImmediate(resolve));
    else setTimeout(resolve);
  });

/**
 * Turns a run into one shared stream of its events; nothing happens until `connect()`, so that every sink listens.
 *
 * Pulls one event at a time, and only when every lossless sink has room. A sink that fails stops the run (the
 * generator's `finally` frees the device) and its error ends the stream; so does an error of the run itself.
 * Unsubscribing from the connection calls `return()` on the generator: Ctrl-C and a page's Stop are one path.
 *
 * @param events A fresh run. The stream owns it: exactly one connection consumes it.
 */
export function runEvents(
  events: AsyncGenerator<RunEvent, void, void>,
  {
    sinks = [],
    breathe = takeTurns(() => performance.now(), nextTurn),
    onReleaseError = () => undefined,
  }: RunEventsOptions = {},
): Connectable<RunEvent> {
  const source = new Observable<RunEvent>((subscriber) => {
    const pump = async (): Promise<void> => {
      while (!subscriber.closed) {
        // Each wait costs microseconds, and a batch of a small network takes few hundred.
        if (sinks.length > 0) await Promise.all(sinks.map((sink) => sink.ready()));
        const turn = breathe();
        if (turn) await turn;
        if (subscriber.closed) return;
        const next = await events.next();
        if (next.done === true) return subscriber.complete();
        subscriber.next(next.value);
      }
    };
    const release = (): Promise<unknown> => events.return().catch(onReleaseError);
    pump().catch(async (cause: unknown) => {
      await release();
      subscriber.error(cause);
    });
    return () => void release();
  });
  return connectable(source, { connector: () => new Subject(), resetOnDisconnect: false });
}
