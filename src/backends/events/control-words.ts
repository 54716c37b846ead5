/**
 * Words of shared memory through which the calling thread and its workers agree, counted in int32; 16 to a line of the
 * cache, so that threads which wait for one do not slow down those that write another.
 *
 * A task is cut into chunks of items. `claim` holds how many of them nobody has taken yet, below a number that changes
 * from task to task: a thread takes one by comparing and exchanging the whole word. If that succeeds, the task has not
 * changed since the thread read the word, and neither has its description, which is written anew only when all chunks
 * are done. A worker that comes late finds nothing left and nobody has waited for it.
 */
export const WORD = {
  /** Counts tasks; idle workers wait for it to change. */
  call: 0,
  /** Workers that sleep. */
  sleepers: 16,
  claim: 32,
  /** Chunks that are not done yet. */
  left: 48,
  /** 1: the calling thread sleeps until `left` is 0. */
  awaited: 49,
  /** Workers that have started. */
  started: 64,
  // The task: index of the kernel among the module's exports, its record, and how it is cut.
  kernel: 80,
  record: 81,
  items: 82,
  chunks: 83,
  chunkItems: 84,
  /** Address of the first thread's scratch memory, and bytes from one thread's to the next. */
  scratch: 85,
  stride: 86,
} as const;

/** Number of control words. */
export const WORDS = 96;

/** Bits of `claim` that count chunks. */
export const CHUNK_BITS = 12;
