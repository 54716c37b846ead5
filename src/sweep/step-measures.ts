import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { parseJsonText } from '../record/parse-json-text.js';
import type { RunEvent } from '../run/run-event.js';
import type { ComparisonDocument } from './comparison-document.js';

/** What a run measured in one step, such as `deviation`. */
export interface StepMeasures {
  readonly rule: string;
  readonly seed: number;
  /** Counts from 1. */
  readonly step: number;
  readonly measures: Readonly<Record<string, number>>;
}

/** Reads what the compared runs measured in single steps from their logs; empty when no learner measures anything. */
export async function stepMeasures({ rules }: Pick<ComparisonDocument, 'rules'>): Promise<readonly StepMeasures[]> {
  const found: StepMeasures[] = [];
  for (const { name: rule, runs } of rules)
    for (const { seed, folder, failure } of runs)
      if (folder !== undefined && !failure)
        for await (const { step, measures } of measuredSteps(folder)) found.push({ rule, seed, step, measures });
  return found;
}

async function* measuredSteps(folder: string) {
  const lines = createInterface({ input: createReadStream(join(folder, 'events.jsonl')), crlfDelay: Infinity });
  for await (const line of lines) {
    if (!line.startsWith('{"kind":"batch-trained"') || !line.includes('"measures":')) continue;
    const { step, measures } = parseJsonText(line, ['kind']) as Extract<RunEvent, { kind: 'batch-trained' }>;
    if (measures) yield { step, measures };
  }
}
