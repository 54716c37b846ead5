import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

import { heavisideVersion } from '../record/heaviside-version.js';
import { isDigest } from '../run/expectations/digest-outcome.js';
import type { ExpectationOutcome, Metrics, RunEvent } from '../run/run-event.js';
import { readThat } from '../scenario/expectations/compile-expectation.js';
import { metricOfPhase } from '../scenario/metrics.js';
import { readingText } from '../scenario/phases/readings.js';
import type { FinishedRun } from './finished-run.js';

/** Where a run stood when it was tested. */
export interface CoursePoint {
  readonly epoch: number;
  /** Of the test split. */
  readonly accuracy: number;
  /** Seconds of training so far. */
  readonly seconds: number;
}

type Failed = Extract<RunEvent, { kind: 'run-failed' }>;

const MANIFEST = z.object({
  heaviside: z.string(),
  backend: z.object({ chosen: z.string() }),
  outcome: z.string().default('open'),
  data: z.object({ train: z.string(), test: z.string() }).catchall(z.string()).optional(),
});

/** JSON that may break off anywhere, also behind a bracket; undefined when it does. */
function parsed(text: string | Buffer): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** What the log of a run says; half a line at its end, left by a process that was killed, is no event. Undefined: there is none. */
export async function readLog(folder: string) {
  return loggedIn(join(folder, 'events.jsonl')).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
}

/** What a run says of its expectations: those that it missed, and all of them where digests are among them. */
export function foundOf(expect: readonly ExpectationOutcome[]): Pick<FinishedRun, 'unmet' | 'held'> {
  const unmet = expect.filter(({ pass }) => !pass);
  return { ...(unmet.length === 0 ? {} : { unmet }), ...(expect.some(isDigest) ? { held: expect } : {}) };
}

/** What expectations read in phases. One that had nothing to read has no number, nor has one of several windows. */
function readingsIn(expect: readonly ExpectationOutcome[]): Metrics {
  const read = expect.flatMap(({ that, in: phase, window, value }) =>
    phase === undefined
      ? []
      : [{ name: metricOfPhase(readingText(readThat(that)), phase), window: String(window), value }],
  );
  const isOne = ({ name, window }: (typeof read)[number]) =>
    read.every((other) => other.name !== name || other.window === window);
  const found = read.filter((one) => Number.isFinite(one.value) && isOne(one));
  return Object.fromEntries(found.map(({ name, value }) => [name, Number(value)]));
}

async function loggedIn(path: string) {
  const course: CoursePoint[] = [];
  let [parameters, seconds, trained, changes] = [0, 0, 0, 0];
  let failed: Failed | undefined;
  let expect: readonly ExpectationOutcome[] = [];
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  for await (const line of lines) {
    if (!/^\{"kind":"(run-started|epoch-ended|tested|intervened|run-failed|run-ended)".*\}$/.test(line)) continue;
    const event = parsed(line) as RunEvent | undefined;
    if (event === undefined) continue;
    if (event.kind === 'run-started') parameters = event.parameters;
    if (event.kind === 'epoch-ended') trained += event.seconds;
    if (event.kind === 'tested')
      course.push({ epoch: event.epoch, accuracy: Number(event.metrics['accuracy(test)']), seconds: trained });
    if (event.kind === 'intervened' && event.refused === undefined) changes++;
    if (event.kind === 'run-failed') failed = event;
    if (event.kind === 'run-ended') {
      seconds = event.seconds;
      expect = event.expect;
    }
  }
  return { course, parameters, seconds, ...foundOf(expect), readings: readingsIn(expect), changes, failed };
}

/** The content of a file; undefined when it is not there. */
export async function readWhereThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
}

/** The resolved scenario of a run, as text; undefined where there is no run. */
export async function readScenarioText(folder: string): Promise<string | undefined> {
  return (await readWhereThere(join(folder, 'scenario.yaml')))?.toString('utf8');
}

/**
 * How a run ended, as its manifest says: `complete`, `interrupted`, `failed`; `open` when it was killed, or goes on; and the
 * data on which it computed.
 *
 * @returns undefined when there is no run of this version of Heaviside on this backend, or its manifest is damaged.
 */
export async function readEnd(folder: string, backend: string) {
  const bytes = await readWhereThere(join(folder, 'manifest.json'));
  if (bytes === undefined) return undefined;
  const manifest = MANIFEST.safeParse(parsed(bytes)).data;
  if (manifest?.backend.chosen !== backend || manifest.heaviside !== heavisideVersion()) return undefined;
  return { outcome: manifest.outcome, data: manifest.data };
}
