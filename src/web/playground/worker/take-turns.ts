/** Milliseconds of work between two turns: messages are answered before anybody notices. */
const WORK_MS = 8;

/**
 * Gives others a turn every few milliseconds, and costs next to nothing in between.
 *
 * @param now  Milliseconds from any fixed moment.
 * @param turn Resolves when others had their turn.
 */
export function takeTurns(now: () => number, turn: () => Promise<void>): () => Promise<void> {
  let last = now();
  return async () => {
    if (now() - last < WORK_MS) return;
    await turn();
    last = now();
  };
}
