import { once } from 'node:events';

import type { SignalSource } from './cli-io.js';
import { stopOnSignal } from './stop-on-signal.js';

/** Waits for Ctrl-C, SIGTERM or the end of the terminal. */
export async function untilSignal(signals: SignalSource): Promise<void> {
  const watch = stopOnSignal(signals, () => undefined);
  await once(watch.abort, 'abort');
  watch.release();
}
