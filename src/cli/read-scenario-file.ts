import { open } from 'node:fs/promises';

import { type ErrorKind, HeavisideError } from '../core/heaviside-error.js';

/** A scenario is written by hand; a longer file is something else. */
const LONGEST = 1_000_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'permission denied',
  EISDIR: 'this is a folder, expected a scenario file',
};

function problem(kind: ErrorKind, path: string, what: string, cause?: unknown): HeavisideError {
  const remedy = 'Name a scenario file in YAML, for example scenarios/digits-lif.yaml.';
  return new HeavisideError('HV_SCENARIO_FILE', kind, `cannot read ${path}: ${what}`, {
    remedy,
    facts: { path },
    cause,
  });
}

/** At most one byte more than allowed is read, so that a pipe or a device without end does no harm. */
async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw problem('usage', path, REASONS['EISDIR']!);
    if (stat.size > LONGEST) throw tooLong(path, `${stat.size} bytes`);
    const bytes = Buffer.alloc(LONGEST + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= LONGEST; length += read)
      ({ bytesRead: read } = await file.read(bytes, length, LONGEST + 1 - length));
    if (length > LONGEST) throw tooLong(path, `more than ${LONGEST} bytes`);
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function tooLong(path: string, size: string): HeavisideError {
  return problem('usage', path, `expected a scenario of at most ${LONGEST} bytes, got ${size}`);
}

/**
 * Reads the text of a scenario file.
 *
 * @throws HeavisideError `HV_SCENARIO_FILE`; kind `machine` when it is not there or cannot be read, `usage` when it
 * cannot be a scenario: a folder, longer than a megabyte, not UTF-8 text.
 */
export async function readScenarioFile(path: string): Promise<string> {
  const bytes = await readBytes(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof HeavisideError) throw cause;
    const kind = cause.code === 'EISDIR' ? 'usage' : 'machine';
    throw problem(kind, path, REASONS[cause.code ?? ''] ?? cause.message, cause);
  });
  if (bytes.includes(0)) throw problem('usage', path, 'this is a binary file, expected YAML text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw problem('usage', path, 'expected text in UTF-8', cause);
  }
}
