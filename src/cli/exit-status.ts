import { constants } from 'node:os';

import { type ErrorKind, HeavisideError } from '../core/heaviside-error.js';

/** What the process says when it ends. */
export const EXIT = {
  done: 0,
  /** An expectation was not met, or the run failed. */
  failed: 1,
  /** The scenario or the arguments are wrong. */
  usage: 2,
  /** A bug. */
  internal: 3,
  /** The machine lacks what was asked: a file, a folder, a backend. */
  machine: 4,
} as const;

const BY_KIND: Readonly<Record<ErrorKind, number>> = { usage: EXIT.usage, run: EXIT.failed, machine: EXIT.machine };

/** Exit status for an error of any sort. */
export function statusOfError(error: unknown): number {
  return error instanceof HeavisideError ? BY_KIND[error.kind] : EXIT.internal;
}

/** Exit status of a run that a signal stopped, as shells count: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP. */
export function statusOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
