import { HeavisideError } from '../core/heaviside-error.js';
import type { RunEvent } from './run-event.js';

/** What a run says of the error that it throws next. */
export function failedEvent(error: unknown, epoch: number, step: number): RunEvent {
  const known = error instanceof HeavisideError;
  const message = error instanceof Error ? error.message : String(error);
  const { code, facts } = known ? error : { code: 'HV_INTERNAL', facts: {} };
  return { kind: 'run-failed', code, message, epoch, step, facts };
}
