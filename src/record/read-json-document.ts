import type { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';

/** A document of a run's folder: the code of its error, and what it is in words. */
export interface DocumentKind {
  readonly code: string;
  readonly what: string;
}

/**
 * Reads a JSON document of a run's folder.
 *
 * @param where What to call the file in messages, usually its path.
 * @throws HeavisideError of that code, kind `machine`, with every problem.
 */
export function readJsonDocument<S extends z.ZodType>(
  bytes: Uint8Array,
  where: string,
  form: S,
  { code, what }: DocumentKind,
): z.output<S> {
  const complain = (problems: string, cause?: unknown) =>
    new HeavisideError(code, 'machine', `${where} is not the ${what} of a run:\n${problems}`, {
      remedy: 'Run the scenario again.',
      facts: { path: where },
      cause,
    });
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw complain(`  ${(cause as Error).message}`, cause);
  }
  const read = form.safeParse(document);
  if (read.success) return read.data;
  throw complain(read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n'));
}
