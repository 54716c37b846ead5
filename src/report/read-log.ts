import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import type { LoggedEvent } from '../streams/frames/frames-of-log.js';
import { LOG_LINE } from './log-line.js';

/** Problems that are told of one file; more say no more. */
const MOST_PROBLEMS = 20;

/** What a log says, and what in it cannot be read. */
export interface ReadLog {
  readonly events: readonly LoggedEvent[];
  /** One sentence each, with the number of its line. */
  readonly problems: readonly string[];
}

function lineOf(text: string): { readonly event: LoggedEvent } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { problem: (cause as Error).message };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: `expected an event, got ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}` };
  const read = LOG_LINE.safeParse(value);
  if (read.success) return { event: read.data as LoggedEvent };
  return { problem: read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
}

/**
 * Reads events.jsonl. Half a line at its end, left by a process that was killed, is no event and no problem.
 *
 * @throws The file system's errors.
 */
export async function readLog(path: string): Promise<ReadLog> {
  const events: LoggedEvent[] = [];
  const problems: string[] = [];
  let number = 0;
  let waiting: string | undefined;
  const take = (text: string): void => {
    number++;
    const line = lineOf(text);
    if ('event' in line) events.push(line.event);
    else if (problems.length < MOST_PROBLEMS) problems.push(`line ${number}: ${line.problem}`);
  };
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (waiting !== undefined) take(waiting);
    waiting = text;
  }
  if (waiting?.endsWith('}')) take(waiting);
  return { events, problems };
}
