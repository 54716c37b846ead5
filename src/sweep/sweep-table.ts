import { type Estimate, estimateOf, meanOf } from './estimate.js';
import type { SweepRun } from './sweep-document.js';

/** One row of the table: the runs that differ in nothing but what is averaged over. */
export interface SweepRow {
  /** The value of every other key. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Backends of its runs, in the order of their names. */
  readonly backends: readonly string[];
  /** Runs that came to their end, and runs that there should be. */
  readonly finished: number;
  readonly runs: number;
  /** Runs that came to their end without all that their scenario expects. */
  readonly unmet: number;
  /** The metric; absent when no run measured it. */
  readonly estimate?: Estimate;
  /** Mean over the runs that came to their end. */
  readonly seconds?: number;
}

/** The settings without what is averaged over. */
function ownSettings({ settings }: SweepRun, over: string): SweepRow['settings'] {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key !== over));
}

/** The runs by their settings without what is averaged over, in the order of the sweep. */
export function groupedRuns(runs: readonly SweepRun[], over: string): readonly (readonly SweepRun[])[] {
  const groups = new Map<string, SweepRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(ownSettings(run, over));
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}

function rowOf(runs: readonly SweepRun[], metric: string, over: string): SweepRow {
  const finished = runs.filter(({ metrics }) => metrics !== undefined);
  const estimate = estimateOf(finished.flatMap(({ metrics }) => metrics?.[metric] ?? []));
  const seconds = finished.flatMap((run) => run.seconds ?? []);
  return {
    settings: ownSettings(runs[0]!, over),
    backends: [...new Set(runs.flatMap(({ backend }) => backend ?? []))].toSorted(),
    finished: finished.length,
    runs: runs.length,
    unmet: runs.filter(({ unmet }) => unmet !== undefined).length,
    ...(estimate === undefined ? {} : { estimate }),
    ...(seconds.length === 0 ? {} : { seconds: meanOf(seconds) }),
  };
}

/**
 * The table of a sweep: a row for each combination of what is not averaged over, in the order of the sweep.
 *
 * @param report The metric, and the key that it is averaged over.
 */
export function sweepTable(
  runs: readonly SweepRun[],
  { metric, over }: { readonly metric: string; readonly over: string },
): readonly SweepRow[] {
  return groupedRuns(runs, over).map((group) => rowOf(group, metric, over));
}
