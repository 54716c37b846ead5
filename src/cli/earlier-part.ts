import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Checkpoint } from '../record/checkpoint-file.js';
import { parseJsonText } from '../record/parse-json-text.js';
import type { StoredManifest } from '../record/read-run-manifest.js';
import type { Summary } from '../streams/to-summary.js';

/** What there is already of a run that goes on. */
export interface EarlierPart {
  /** Path of its folder. */
  readonly path: string;
  /** Where it goes on; undefined: at its beginning. */
  readonly checkpoint: Checkpoint | undefined;
  readonly manifest: StoredManifest;
}

/** What a manifest says of the parts of a run. */
export interface RunTimes {
  /** When the first began. */
  readonly startedAt: string;
  /** How often somebody went on with the run. */
  readonly resumed?: number;
}

/** @param begin When this part begins, in milliseconds since 1970. */
export function runTimes(earlier: EarlierPart | undefined, begin: number): RunTimes {
  if (!earlier) return { startedAt: new Date(begin).toISOString() };
  const { startedAt, resumed = 0 } = earlier.manifest;
  return { startedAt, resumed: resumed + 1 };
}

/** Changes by hand that took effect, as the log in the folder of a run tells them. */
export async function interventionsIn(folder: string): Promise<number> {
  let changes = 0;
  const input = createReadStream(join(folder, 'events.jsonl'), 'utf8');
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (!line.startsWith('{"kind":"intervened"')) continue;
    const { refused } = parseJsonText(line) as { readonly refused?: string };
    if (refused === undefined) changes++;
  }
  return changes;
}

/** The phase in which a run goes on, as the log in its folder tells it; undefined between two, and where it has none. */
export async function phaseIn(folder: string): Promise<string | undefined> {
  let phase: string | undefined;
  const input = createReadStream(join(folder, 'events.jsonl'), 'utf8');
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.startsWith('{"kind":"phase-started"')) ({ phase } = parseJsonText(line) as { readonly phase: string });
    else if (line.startsWith('{"kind":"phase-ended"')) phase = undefined;
  }
  return phase;
}

/** A summary that also counts changes by hand in earlier parts of the run. */
export function withInterventions({ interventions = 0, folder, ...summary }: Summary, earlier: number): Summary {
  const changes = interventions + earlier;
  return { ...summary, ...(changes > 0 ? { interventions: changes } : {}), folder };
}
