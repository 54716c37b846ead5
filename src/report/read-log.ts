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

type Line = { readonly event: LoggedEvent } | { readonly problem: string; readonly isJson: boolean };

function lineOf(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { problem: (cause as Error).message, isJson: false };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      problem: `expected an event, got ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}`,
      isJson: true,
    };
  const read = LOG_LINE.safeParse(value);
  if (read.success) return { event: read.data as LoggedEvent };
  const problem = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return { problem, isJson: true };
}

/**
 * Reads events.jsonl. Half a line at its end, left by a process that was killed, is no event and no problem:
 * `cutLog` tells when there was no such process.
 *
 * @throws The file system's errors.
 */
export async function readLog(path: string): Promise<ReadLog> {
  const events: LoggedEvent[] = [];
  const problems: string[] = [];
  let number = 0;
  let waiting: string | undefined;
  let end = '';
  const take = (text: string, isWhole: boolean): void => {
    number++;
    const line = lineOf(text);
    if ('event' in line) events.push(line.event);
    // The beginning of an object is no JSON, wherever it breaks off.
    else if ((isWhole || line.isJson) && problems.length < MOST_PROBLEMS)
      problems.push(`line ${number}: ${line.problem}`);
  };
  const input = createReadStream(path, 'utf8');
  input.on('data', (chunk) => {
    end = String(chunk).slice(-1);
  });
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    if (waiting !== undefined) take(waiting, true);
    waiting = text;
  }
  if (waiting !== undefined) take(waiting, end === '\n');
  return { events, problems };
}
