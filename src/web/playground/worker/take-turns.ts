/** Milliseconds of work between two turns: messages are answered before anybody notices. */
const WORK_MS = 8;

/**
 * Gives the worker's messages a turn every few milliseconds. Not by `setTimeout`, which browsers make wait for 4 ms when
 * it is called again and again: a small network learns three batches in that time.
 *
 * @param now Milliseconds from any fixed moment.
 */
export function takeTurns(now: () => number): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let last = now();
  let resume = (): void => undefined;
  port1.onmessage = () => resume();
  return async () => {
    if (now() - last < WORK_MS) return;
    await new Promise<void>((resolve) => {
      resume = resolve;
      port2.postMessage(undefined);
    });
    last = now();
  };
}
