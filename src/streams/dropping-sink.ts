import type { Observer } from 'rxjs';

import { deferred } from './deferred.js';

/** The end of a stream that lets values go rather than make anybody wait. */
export interface DroppingSink<T> {
  readonly observer: Observer<T>;
  /** Values let go so far; to be shown. */
  dropped(): number;
  /** Resolves when the stream has ended and what was kept is shown; rejects with what the writer threw. */
  readonly done: Promise<void>;
}

/**
 * Shows values as fast as the writer can and lets the oldest waiting ones go, counted, when it cannot keep up:
 * the newest value is always shown in the end. Nothing ever waits for it.
 *
 * @param write    Called with one value, never twice at a time.
 * @param capacity So many values wait at most; >= 1.
 */
export function droppingSink<T>(
  write: (value: T) => Promise<void>,
  { capacity }: { readonly capacity: number },
): DroppingSink<T> {
  if (!(capacity >= 1)) throw new RangeError(`capacity: expected a number >= 1, got ${capacity}`);
  const queue: T[] = [];
  let writing = false;
  let stopped = false;
  let dropped = 0;
  const end = deferred();

  const drain = async (): Promise<void> => {
    writing = true;
    try {
      while (queue.length > 0) await write(queue.shift()!);
    } catch (cause) {
      stopped = true;
      dropped += queue.length;
      queue.length = 0;
      end.reject(cause);
    }
    writing = false;
    if (stopped) end.resolve();
  };
  const finish = (): void => {
    stopped = true;
    if (!writing) end.resolve();
  };
  return {
    observer: {
      next(value) {
        if (stopped) {
          dropped++;
          return;
        }
        if (queue.length >= capacity) {
          queue.shift();
          dropped++;
        }
        queue.push(value);
        if (!writing) void drain();
      },
      error: finish,
      complete: finish,
    },
    dropped: () => dropped,
    done: end.promise,
  };
}
