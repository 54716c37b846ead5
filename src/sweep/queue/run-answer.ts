import { z } from 'zod';

import { HeavisideError } from '../../core/heaviside-error.js';
import type { RunFailure } from '../finished-run.js';

const ANSWER = z.object({
  /** Name of the worker. */
  worker: z.string(),
  /** Where the run lies, as the worker names it. */
  folder: z.string(),
  /** Where it ran. */
  backend: z.string(),
  /** It was finished before the worker was asked. */
  reused: z.boolean(),
  /** Its files wait in Redis; else whoever asked sees the folder, too. */
  sent: z.boolean(),
});

/** What a worker says of a run that has come to its end: the result of a job. The run says the rest itself. */
export type RunAnswer = Readonly<z.infer<typeof ANSWER>>;

/** @returns undefined for what no worker of this version says. */
export function readAnswer(value: unknown): RunAnswer | undefined {
  return ANSWER.safeParse(value).data;
}

const FAILURE = z.object({ code: z.string().regex(/^HV_[A-Z_]+$/), message: z.string() });

/** A failure as the reason of a job's failure, which is text. */
export function failureReason({ code, message }: RunFailure): string {
  return JSON.stringify({ code, message });
}

/** What an error says as a failure of a run. */
export function failureOfError(error: unknown): RunFailure {
  const { message } = error instanceof Error ? error : { message: String(error) };
  return { code: error instanceof HeavisideError ? error.code : 'HV_INTERNAL', message };
}

/** Reads the reason of a job's failure; what the queue itself says is that its workers were lost. */
export function readFailure(reason: string): RunFailure {
  try {
    return FAILURE.parse(JSON.parse(reason));
  } catch {
    return { code: 'HV_QUEUE_LOST', message: `the workers that played it were lost: ${reason}` };
  }
}
