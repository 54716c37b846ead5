import { HeavisideError } from '../../../core/heaviside-error.js';
import type { Failure } from './messages.js';

/** What a thrown thing says to people. */
export function failureOf(cause: unknown): Failure {
  if (cause instanceof HeavisideError) {
    const { code, message, remedy } = cause;
    return remedy === undefined ? { code, message } : { code, message, remedy };
  }
  return { code: 'HV_INTERNAL', message: cause instanceof Error ? cause.message : String(cause) };
}
