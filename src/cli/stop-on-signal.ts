import type { SignalSource } from './cli-io.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Watches for Ctrl-C, SIGTERM and the end of the terminal while a run goes on. */
export interface SignalWatch {
  /** Aborted by the first signal. */
  readonly abort: AbortSignal;
  /** The first signal, once there was one. */
  caught(): NodeJS.Signals | undefined;
  /** Gives the signals back. */
  release(): void;
}

/**
 * The first signal asks the run to stop. After it this lets go of the signals, so that a second one ends the
 * process at once, by the system's own means, even in the middle of a long computation.
 *
 * @param onCaught Called with the first signal.
 * @param patience Milliseconds in which more signals are taken for the same one: `npm run` passes a Ctrl-C on
 *                 to a child that the terminal has told already.
 */
export function stopOnSignal(
  signals: SignalSource,
  onCaught: (signal: NodeJS.Signals) => void,
  patience = 500,
): SignalWatch {
  const controller = new AbortController();
  let first: NodeJS.Signals | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listeners = SIGNALS.map((signal) => [signal, () => hear(signal)] as const);
  const release = (): void => {
    clearTimeout(timer);
    for (const [signal, listener] of listeners) signals.off(signal, listener);
  };
  const hear = (signal: NodeJS.Signals): void => {
    if (first !== undefined) return;
    first = signal;
    timer = setTimeout(release, patience);
    controller.abort();
    onCaught(signal);
  };
  for (const [signal, listener] of listeners) signals.on(signal, listener);
  return { abort: controller.signal, caught: () => first, release };
}
