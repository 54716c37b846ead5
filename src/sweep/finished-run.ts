import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { heavisideVersion } from '../record/heaviside-version.js';
import { readRunSummary } from '../record/read-run-summary.js';
import { namesOtherScenario } from '../record/scenario-digest.js';
import type { ExpectationOutcome, Metrics, RunEvent } from '../run/run-event.js';

/** Where a run stood when it was tested. */
export interface CoursePoint {
  readonly epoch: number;
  /** Of the test split. */
  readonly accuracy: number;
  /** Seconds of training so far. */
  readonly seconds: number;
}

/** What is taken from a run that came to its end. */
export interface FinishedRun {
  readonly epochs: number;
  readonly parameters: number;
  readonly metrics: Metrics;
  readonly seconds: number;
  readonly course: readonly CoursePoint[];
  /** What its scenario expects and it did not reach; absent when it reached everything. */
  readonly unmet?: readonly ExpectationOutcome[];
}

/** Why a run did not come to its end. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  /** Where it was, if it had started. */
  readonly epoch?: number;
  readonly step?: number;
}

export type RunOutcome =
  | { readonly kind: 'finished'; readonly run: FinishedRun }
  | { readonly kind: 'failed'; readonly failure: RunFailure };

/** Failures that a repetition would only repeat. */
const LASTING: readonly string[] = ['HV_NON_FINITE'];

type Failed = Extract<RunEvent, { kind: 'run-failed' }>;

/** What the log of a run says; half a line at its end, left by a process that was killed, is no event. */
async function readLog(folder: string) {
  const course: CoursePoint[] = [];
  let [parameters, seconds, trained, changes] = [0, 0, 0, 0];
  let failed: Failed | undefined;
  let unmet: readonly ExpectationOutcome[] = [];
  const lines = createInterface({ input: createReadStream(join(folder, 'events.jsonl')), crlfDelay: Infinity });
  for await (const line of lines) {
    if (!/^\{"kind":"(run-started|epoch-ended|tested|intervened|run-failed|run-ended)".*\}$/.test(line)) continue;
    const event = JSON.parse(line) as RunEvent;
    if (event.kind === 'run-started') parameters = event.parameters;
    if (event.kind === 'epoch-ended') trained += event.seconds;
    if (event.kind === 'tested')
      course.push({ epoch: event.epoch, accuracy: Number(event.metrics['accuracy(test)']), seconds: trained });
    if (event.kind === 'intervened' && event.refused === undefined) changes++;
    if (event.kind === 'run-failed') failed = event;
    if (event.kind === 'run-ended') {
      seconds = event.seconds;
      unmet = event.expect.filter(({ pass }) => !pass);
    }
  }
  return { course, parameters, seconds, ...(unmet.length === 0 ? {} : { unmet }), changes, failed };
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readText(path);
  return text === undefined ? text : JSON.parse(text);
}

/**
 * Reads how a run ended from its folder.
 *
 * @param folder  The run's, which names scenario and seed.
 * @param backend Where it should have run.
 * @returns undefined when nothing there can be relied on: no folder, a run that is not over, was stopped or failed for a
 *   reason of the moment, whose scenario is not the one that the folder is named after, was changed by hand while it ran, ran on another backend or under another version of Heaviside.
 * @throws HeavisideError `HV_RUN_SUMMARY` for a damaged summary; the file system's errors.
 */
export async function readRunOutcome(folder: string, backend: string): Promise<RunOutcome | undefined> {
  const manifest = await readJson(join(folder, 'manifest.json'));
  const chosen = (manifest?.['backend'] as { readonly chosen?: string } | undefined)?.chosen;
  if (manifest === undefined || chosen !== backend || manifest['heaviside'] !== heavisideVersion()) return undefined;
  const scenario = await readText(join(folder, 'scenario.yaml'));
  if (scenario !== undefined && namesOtherScenario(folder, scenario)) return undefined;
  const file = join(folder, 'summary.json');
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (bytes === undefined && manifest['outcome'] !== 'failed') return undefined;
  const { failed, changes, ...log } = await readLog(folder);
  if (changes > 0) return undefined;
  if (bytes === undefined) {
    if (!failed || !LASTING.includes(failed.code)) return undefined;
    const { code, message, epoch, step } = failed;
    return { kind: 'failed', failure: { code, message, epoch, step } };
  }
  const { reason, epochs, metrics } = readRunSummary(bytes, file);
  return reason === 'complete' ? { kind: 'finished', run: { epochs, metrics, ...log } } : undefined;
}
