import { join } from 'node:path';

import { HeavisideError } from '../core/heaviside-error.js';
import { readRunSummary, type StoredSummary } from '../record/read-run-summary.js';
import { namesOtherScenario } from '../record/scenario-digest.js';
import type { ExpectationOutcome, Metrics } from '../run/run-event.js';
import { metricOfPhase } from '../scenario/metrics.js';
import { type DataDigests, isOnOtherData } from './file-data.js';
import { type CoursePoint, readEnd, readLog, readScenarioText, readWhereThere } from './stored-run.js';

/** What is taken from a run that came to its end. */
export interface FinishedRun {
  readonly epochs: number;
  readonly parameters: number;
  /**
   * Of every metric the newest; with phases besides what each measured: `accuracy(test)@recover`, and what expectations read in
   * them: `rate(h1)@probe`.
   */
  readonly metrics: Metrics;
  readonly seconds: number;
  readonly course: readonly CoursePoint[];
  /** Of what it computed on. */
  readonly data?: DataDigests;
  /** What its scenario expects and it did not reach; absent when it reached everything. */
  readonly unmet?: readonly ExpectationOutcome[];
  /** All expectations as the run found them; absent when no digest is among them. See `againstSnapshots`. */
  readonly held?: readonly ExpectationOutcome[];
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

/**
 * Reads how a run ended from its folder.
 *
 * @param folder  The run's, which names scenario and seed.
 * @param backend Where it should have run.
 * @param now     Digests of the data on which it would compute now; omitted: whatever it computed on will do.
 * @returns undefined when nothing there can be relied on: no folder, a run that is not over, was stopped or failed for a
 *   reason of the moment, whose scenario is not the one that the folder is named after, was changed by hand while it ran, ran
 *   on another backend, under another version of Heaviside or on other data, or whose summary is damaged.
 * @throws The file system's errors.
 */
export async function readRunOutcome(
  folder: string,
  backend: string,
  now: DataDigests = {},
): Promise<RunOutcome | undefined> {
  const end = await readEnd(folder, backend);
  if (end === undefined || isOnOtherData(end.data ?? {}, now)) return undefined;
  const scenario = await readScenarioText(folder);
  if (scenario !== undefined && namesOtherScenario(folder, scenario)) return undefined;
  const file = join(folder, 'summary.json');
  const bytes = await readWhereThere(file);
  if (bytes === undefined && end.outcome !== 'failed') return undefined;
  const logged = await readLog(folder);
  if (!logged || logged.changes > 0) return undefined;
  const { failed, readings, changes: _, ...log } = logged;
  if (bytes === undefined) {
    if (!failed || !LASTING.includes(failed.code)) return undefined;
    const { code, message, epoch, step } = failed;
    return { kind: 'failed', failure: { code, message, epoch, step } };
  }
  const summary = soundSummary(bytes, file);
  if (summary?.reason !== 'complete') return undefined;
  const data = end.data === undefined ? {} : { data: end.data };
  const metrics = { ...readings, ...allMetrics(summary) };
  return { kind: 'finished', run: { epochs: summary.epochs, metrics, ...log, ...data } };
}

/** A damaged summary is none: the run is played again, and what is left of this one stays beside it. */
function soundSummary(bytes: Uint8Array, file: string): StoredSummary | undefined {
  try {
    return readRunSummary(bytes, file);
  } catch (error) {
    if (error instanceof HeavisideError && error.code === 'HV_RUN_SUMMARY') return undefined;
    throw error;
  }
}

function allMetrics({ metrics, phases = {} }: StoredSummary): Metrics {
  const ofPhases = Object.entries(phases).flatMap(([phase, own]) =>
    Object.entries(own).map(([name, value]) => [metricOfPhase(name, phase), value] as const),
  );
  return { ...metrics, ...Object.fromEntries(ofPhases) };
}
