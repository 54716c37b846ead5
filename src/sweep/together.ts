import { RunsStopped } from './job-pool.js';

/**
 * Waits for pieces of work that share their fate: trouble of one that is no run's own, such as a full disk, ends them all.
 *
 * @param stop  Aborted when all should stop.
 * @param begin Begins the pieces; its signal is aborted when they should stop.
 * @returns Their results, in their order, when all have ended.
 * @throws The trouble that ended them; RunsStopped when there was none but they were told to stop.
 */
export async function together<T>(
  stop: AbortSignal,
  begin: (signal: AbortSignal) => readonly Promise<T>[],
): Promise<readonly T[]> {
  const trouble = new AbortController();
  const pieces = begin(AbortSignal.any([stop, trouble.signal])).map((piece) =>
    piece.catch((error: unknown) => {
      trouble.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(pieces);
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (errors.length > 0) throw errors.find((error) => !(error instanceof RunsStopped)) ?? errors[0];
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
}
