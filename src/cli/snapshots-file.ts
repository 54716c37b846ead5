import { readFile } from 'node:fs/promises';
import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { writeAtomically } from '../record/write-atomically.js';
import { snapshotKey } from '../run/expectations/snapshot-key.js';
import { SNAPSHOT } from '../scenario/expectations/compile-expectation.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Summary } from '../streams/to-summary.js';

type Known = Readonly<Record<string, string>>;

const SNAPSHOTS = z.record(z.string(), z.string().regex(/^[0-9a-f]{16}$/));

/** Path of the snapshots of a scenario file: beside it. */
export function snapshotsPath(file: string): string {
  return `${file}.snapshots.json`;
}

/** Whether a scenario holds anything against what an earlier run had. */
export function hasSnapshots({ expect }: Pick<Scenario, 'expect'>): boolean {
  return expect.some(({ equals }) => equals === SNAPSHOT);
}

function unreadable(path: string, why: string, cause?: unknown): HeavisideError {
  return new HeavisideError('HV_SNAPSHOTS', 'usage', `cannot read ${path}: ${why}`, {
    remedy: 'Take it back as it was, or delete it and run the scenario with --update-snapshots.',
    facts: { path },
    cause,
  });
}

/**
 * Reads the snapshots of a scenario file; none when there is no such file yet.
 *
 * @throws HeavisideError HV_SNAPSHOTS when it is there and is something else.
 */
export async function readSnapshots(path: string): Promise<Known> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw unreadable(path, cause.message, cause);
  });
  try {
    return SNAPSHOTS.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(path, 'expected a map from names to digests of 16 hexadecimal digits', cause);
  }
}

/**
 * Keeps the digests of a run as snapshots, beside those of other backends.
 *
 * @returns How many the run had.
 */
export async function updateSnapshots(path: string, { expect, backend }: Summary): Promise<number> {
  const found = expect.flatMap(({ that, in: phase, value }) =>
    typeof value === 'string' && phase !== undefined ? [[snapshotKey(phase, that, backend), value] as const] : [],
  );
  if (found.length === 0) return 0;
  const all = Object.entries({ ...(await readSnapshots(path)), ...Object.fromEntries(found) });
  const ordered = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await writeAtomically(path, `${JSON.stringify(ordered, null, 2)}\n`);
  return found.length;
}
