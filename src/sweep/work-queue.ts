/** Takes work and returns its result; it may have to wait for its turn. */
export type WorkQueue = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Does at most `limit` pieces of work at a time, in the order in which they came.
 *
 * @param limit >= 1.
 */
export function workQueue(limit: number): WorkQueue {
  if (!(limit >= 1)) throw new RangeError(`limit: expected a number >= 1, got ${limit}`);
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    // Whoever ends hands its place on, so that nobody who comes later takes it first.
    if (busy < limit) busy++;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
}
