import { HeavisideError } from '../core/heaviside-error.js';
import type { RunEvent } from './run-event.js';

/** What there is to say of an error, whatever was thrown: `HV_INTERNAL` is the code of one that is no `HeavisideError`. */
export function failureOf(error: unknown): Pick<HeavisideError, 'code' | 'message' | 'facts'> {
  if (error instanceof HeavisideError) return { code: error.code, message: error.message, facts: error.facts };
  return { code: 'HV_INTERNAL', message: error instanceof Error ? error.message : String(error), facts: {} };
}

/** What a run says of the error that it throws next. */
export function failedEvent(error: unknown, epoch: number, step: number): RunEvent {
  return { kind: 'run-failed', ...failureOf(error), epoch, step };
}
