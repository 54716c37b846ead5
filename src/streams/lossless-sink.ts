import type { Observer } from 'rxjs';

import { deferred } from './deferred.js';

/** Something that a run waits for before it goes on. */
export interface Backpressure {
  /** Resolves when there is room again; rejects when there never will be. */
  ready(): Promise<void>;
}

/** The end of a stream that keeps every value until it is written. */
export interface LosslessSink<T> extends Backpressure {
  readonly observer: Observer<T>;
  /** Resolves when the stream has ended and everything is written; rejects with what the writer threw. */
  readonly done: Promise<void>;
}

/**
 * Writes every value, in order, through a queue of its own; what makes values asks `ready()` before the next one.
 *
 * The writer gets all that has gathered while it was busy, so that a slow disk costs few large writes. An error
 * upstream ends the sink like a normal end: what is queued is still written. When the writer fails, the rest is
 * let go, and both `ready()` and `done` reject with its error. Nothing rejects unheard.
 *
 * @param write    Called with one or more values, never twice at a time.
 * @param options  `capacity`: the queue counts as full from so many values on, those being written included; >= 1. `weigh`:
 *   for how many values one counts; default: 1.
 */
export function losslessSink<T>(
  write: (values: readonly T[]) => Promise<void>,
  { capacity, weigh = () => 1 }: { readonly capacity: number; readonly weigh?: (value: T) => number },
): LosslessSink<T> {
  if (!(capacity >= 1)) throw new RangeError(`capacity: expected a number >= 1, got ${capacity}`);
  let queue: T[] = [];
  /** Of what waits and of what is being written. */
  let weight = 0;
  let writing = false;
  let ended = false;
  let failure: { readonly cause: unknown } | undefined;
  let waiting: (() => void)[] = [];
  const end = deferred();

  const settle = (): void => {
    if (failure !== undefined) end.reject(failure.cause);
    else if (ended && queue.length === 0 && !writing) end.resolve();
    const released = waiting;
    waiting = [];
    for (const release of released) release();
  };
  const drain = async (): Promise<void> => {
    while (queue.length > 0 && failure === undefined) {
      const values = queue;
      queue = [];
      writing = true;
      try {
        await write(values);
      } catch (cause) {
        failure = { cause };
        queue = [];
      }
      for (const value of values) weight -= weigh(value);
      writing = false;
      settle();
    }
  };
  const finish = (): void => {
    ended = true;
    settle();
  };
  return {
    observer: {
      next(value) {
        if (ended || failure !== undefined) return;
        queue.push(value);
        weight += weigh(value);
        if (!writing) void drain();
      },
      error: finish,
      complete: finish,
    },
    async ready() {
      while (failure === undefined && weight >= capacity) await new Promise<void>((release) => waiting.push(release));
      if (failure !== undefined) throw failure.cause;
    },
    done: end.promise,
  };
}
