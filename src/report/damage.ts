import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readBytes } from '../data/files/read-bytes.js';
import { readRunSummary } from '../record/read-run-summary.js';
import type { LoggedEvent } from '../streams/frames/frames-of-log.js';

/**
 * One line about a damage that a report can do without: code, what and where, what follows, what to do.
 *
 * @param shown What is shown nevertheless.
 */
export function damageText(cause: unknown, shown: string): string {
  const { code, message, remedy } =
    cause instanceof HeavisideError ? cause : { code: 'HV_INTERNAL', message: String(cause), remedy: undefined };
  const told = `${code}: ${message.replaceAll(/\s*\n\s*/g, ' ')}; ${shown}`;
  return remedy === undefined ? told : `${told}; remedy: ${remedy}`;
}

/**
 * What is wrong with a log that breaks off although its run did not: whoever kills a run leaves no summary. Undefined for
 * a log that has its end, and for a run that has not.
 *
 * @param names What is in the run's folder.
 */
export async function cutLog(
  folder: string,
  names: readonly string[],
  events: readonly LoggedEvent[],
): Promise<unknown> {
  if (!names.includes('summary.json') || events.some(({ kind }) => kind === 'run-ended' || kind === 'run-failed'))
    return undefined;
  const [path, summary] = ['events.jsonl', 'summary.json'].map((name) => join(folder, name)) as [string, string];
  try {
    const { reason } = readRunSummary(await readBytes(summary), summary);
    const message = `${path} is damaged: it ends after line ${events.length}, but its run ended (${reason}, says summary.json)`;
    return new HeavisideError('HV_LOG_CUT', 'machine', message, {
      remedy: 'Run the scenario again.',
      facts: { path, lines: events.length },
    });
  } catch (cause) {
    return cause;
  }
}
