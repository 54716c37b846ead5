import { meanOf } from './estimate.js';
import type { RunFailure } from './finished-run.js';
import type { JobOutcome } from './run-job.js';

/** One run of a grid. */
export interface TuningRun {
  readonly seed: number;
  /** On the validation part, after the last epoch. */
  readonly accuracy?: number;
  readonly epochs?: number;
  readonly seconds?: number;
  readonly failure?: RunFailure;
  readonly folder: string;
}

/** One choice of hyper-parameters and how good it was. */
export interface MeasuredPoint {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Mean over the seeds; absent when a run of it failed. */
  readonly accuracy?: number;
  readonly runs: readonly TuningRun[];
}

/** The search for hyper-parameters of one rule. */
export interface Tuning {
  readonly grid: readonly MeasuredPoint[];
  /** Index in the grid; absent when no choice could be measured. */
  readonly chosen?: number;
  /** What the search took, failed runs left out. */
  readonly cost: { readonly runs: number; readonly epochs: number; readonly seconds: number };
}

/** A run of the grid as it ended. */
export function tuningRun(seed: number, outcome: Exclude<JobOutcome, { readonly kind: 'stopped' }>): TuningRun {
  const { folder } = outcome;
  if (outcome.kind === 'failed') return { seed, failure: outcome.failure, folder };
  const { metrics, epochs, seconds } = outcome.run;
  // The test split of such a run is the validation part.
  return { seed, accuracy: metrics['accuracy(test)'] ?? Number.NaN, epochs, seconds, folder };
}

/** Puts the runs of one choice together. */
export function measuredPoint(settings: MeasuredPoint['settings'], runs: readonly TuningRun[]): MeasuredPoint {
  const accuracies = runs.flatMap(({ accuracy }) => accuracy ?? []);
  return { settings, ...(accuracies.length === runs.length ? { accuracy: meanOf(accuracies) } : {}), runs };
}

/** Chooses by the mean validation accuracy: the best, of equally good ones the first. */
export function tuningOf(grid: readonly MeasuredPoint[]): Tuning {
  let chosen: number | undefined;
  grid.forEach(({ accuracy }, n) => {
    if (accuracy !== undefined && (chosen === undefined || accuracy > grid[chosen]!.accuracy!)) chosen = n;
  });
  const runs = grid.flatMap((point) => point.runs);
  const sum = (of: (run: TuningRun) => number | undefined) => runs.reduce((total, run) => total + (of(run) ?? 0), 0);
  const cost = { runs: runs.length, epochs: sum(({ epochs }) => epochs), seconds: sum(({ seconds }) => seconds) };
  return { grid, ...(chosen === undefined ? {} : { chosen }), cost };
}
