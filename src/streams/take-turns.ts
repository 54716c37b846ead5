/** Milliseconds of work between two turns: messages are answered before anybody notices. */
const WORK_MS = 8;

/**
 * Gives others a turn every few milliseconds, and costs next to nothing in between.
 *
 * @param now  Milliseconds from any fixed moment.
 * @param turn Resolves when others had their turn.
 * @returns To be called between parts of the work: a turn to wait for, or undefined when none is due.
 */
export function takeTurns(now: () => number, turn: () => Promise<void>): () => Promise<void> | undefined {
  let last = now();
  const taken = async (): Promise<void> => {
    await turn();
    last = now();
  };
  return () => (now() - last < WORK_MS ? undefined : taken());
}
