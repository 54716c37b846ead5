import { setTimeout as pause } from 'node:timers/promises';

import { readLock, takeLostLock } from '../record/run-lock.js';

/** While another process writes into the folder of a run, it is looked at again after so long. */
const LOOK_MS = 500;

/** A process of another machine that has not renewed its lock for so long is gone: it does so every few seconds. */
const LOST_MS = 180_000;

/** Who waits. */
interface Waiting {
  readonly signal: AbortSignal;
  /** Hears what people should know. */
  readonly tell: (line: string) => void;
  /** Milliseconds without a sign of life after which the lock of another machine is taken away; 3 minutes unless told. */
  readonly lostAfter?: number | undefined;
}

/**
 * Waits for a turn to write into the folder of a run that is locked: until it is worth another try, or until it should stop.
 * Whether a process of this machine has ended, whoever tries next finds out. Of another machine only the lock tells: it is
 * taken away when its owner has not renewed it for a while, so that a machine that was lost keeps no run from being played.
 *
 * @param folder Path of the run's folder.
 */
export async function runTurn(folder: string, { signal, tell, lostAfter = LOST_MS }: Waiting): Promise<void> {
  let seen = await readLock(folder);
  let since = performance.now();
  for (let told = false; ; told = true) {
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    const now = await readLock(folder);
    if (signal.aborted || !seen || !now?.elsewhere || now.content !== seen.content) return;
    const { owner } = now;
    if (!told) tell(`${folder} is being written by ${owner}: waiting for it`);
    if (now.renewed !== seen.renewed) since = performance.now();
    seen = now;
    if (performance.now() - since < lostAfter) continue;
    const seconds = Math.round(lostAfter / 1000);
    tell(`${owner} has given no sign of life for ${seconds} s: its lock of ${folder} is taken away`);
    return takeLostLock(folder, now.content);
  }
}
