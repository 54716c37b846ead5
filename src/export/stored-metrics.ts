import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

import { HeavisideError } from '../core/heaviside-error.js';
import { NON_FINITE } from '../record/parse-json-text.js';
import { asDamage } from './damage.js';
import type { DamageHearer } from './recorded-file.js';

const count = z.int().nonnegative();

const METRIC = z.object({
  phase: z.string().optional(),
  epoch: count,
  step: count,
  split: z.string(),
  name: z.string(),
  // Numbers that are not finite stand in the file as text.
  value: z.union([z.number(), z.enum(NON_FINITE).transform(Number)]),
});

/** A line of metrics.jsonl. */
export type StoredMetric = Readonly<z.infer<typeof METRIC>>;

/**
 * The metrics of a run in the order in which they were measured. A last line that breaks off, because its writer was killed,
 * is left out.
 *
 * @param path    Path of metrics.jsonl; nothing at this path is no metrics.
 * @param damaged Hears of each line that is none.
 */
export async function* readMetrics(path: string, damaged: DamageHearer): AsyncIterable<StoredMetric> {
  let end = '';
  let waiting: string | undefined;
  let number = 0;
  const input = createReadStream(path, 'utf8').on('data', (chunk) => {
    end = String(chunk).slice(-1);
  });
  const take = (text: string): StoredMetric | undefined => {
    try {
      return metricOf(text, `${path}, line ${++number}`);
    } catch (cause) {
      damaged(asDamage(cause));
      return undefined;
    }
  };
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const metric = waiting === undefined ? undefined : take(waiting);
      if (metric) yield metric;
      waiting = line;
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    const message = `cannot read ${path}: ${(cause as Error).message}`;
    return damaged(new HeavisideError('HV_METRICS', 'machine', message, { facts: { path }, cause }));
  }
  const last = waiting === undefined || end !== '\n' ? undefined : take(waiting);
  if (last) yield last;
}

function metricOf(text: string, where: string): StoredMetric {
  const complain = (what: string) => new HeavisideError('HV_METRICS', 'machine', `${where}: ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw complain((cause as Error).message);
  }
  const read = METRIC.safeParse(value);
  if (read.success) return read.data;
  throw complain(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
