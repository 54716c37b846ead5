/**
 * Waits until messages that are there have been heard. Not by `setTimeout`, which browsers make wait for 4 ms when it is
 * called again and again: a small network learns three batches in that time.
 */
export function messageTurn(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let resume = (): void => undefined;
  port1.onmessage = () => resume();
  return () =>
    new Promise((resolve) => {
      resume = resolve;
      port2.postMessage(undefined);
    });
}
