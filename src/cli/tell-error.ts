import { HeavisideError } from '../core/heaviside-error.js';
import { jsonText } from '../record/json-text.js';
import type { CliIo } from './cli-io.js';
import { errorDocument, errorText } from './error-text.js';
import { statusOfError } from './exit-status.js';
import { paintFor } from './paint.js';
import { writeText } from './write-text.js';

/**
 * Tells people why a command has failed, and programs as well where they asked for JSON. Never throws.
 *
 * @returns The exit status.
 */
export async function tellError(
  error: unknown,
  { json }: { readonly json: boolean },
  { stdout, stderr, env }: Pick<CliIo, 'stdout' | 'stderr' | 'env'>,
): Promise<number> {
  await writeText(stderr, errorText(error, paintFor(stderr, env))).catch(() => undefined);
  const stdoutBroken = error instanceof HeavisideError && error.code === 'HV_OUTPUT';
  if (json && !stdoutBroken)
    await writeText(stdout, `${jsonText(errorDocument(error), true)}\n`).catch(() => undefined);
  return statusOfError(error);
}
