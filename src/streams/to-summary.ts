import { map, mergeAll, type OperatorFunction, pipe, scan, takeLast } from 'rxjs';

import type { ExpectationOutcome, Metrics, RunEvent } from '../run/run-event.js';

/** What is left of a run when it is over: the document of summary.json and of `run --json`. */
export interface Summary {
  readonly name: string;
  readonly seed: number;
  /** The backend that ran. What was asked and why others were skipped is in the manifest. */
  readonly backend: string;
  readonly reason: 'complete' | 'interrupted';
  readonly metrics: Metrics;
  /** Those of each phase that has ended; absent where the run is a single training. */
  readonly phases?: Readonly<Record<string, Metrics>>;
  readonly epochs: number;
  readonly seconds: number;
  readonly expect: readonly ExpectationOutcome[];
  /** Changes that somebody made by hand while it ran; absent when there were none. */
  readonly interventions?: number;
  /** Path of the run's folder. */
  readonly folder: string;
}

type Started = Extract<RunEvent, { kind: 'run-started' }>;
type Ended = Extract<RunEvent, { kind: 'run-ended' }>;

/** What has been seen of a run. */
interface Seen {
  readonly started?: Started;
  readonly ended?: Ended;
  /** Interventions that took effect. */
  readonly changes: number;
}

function summaryOf({ name, seed, backend }: Started, ended: Ended, changes: number, folder: string): Summary {
  const { reason, metrics, phases, epochs, seconds, expect } = ended;
  const ofPhases = phases ? { phases } : {};
  const changed = changes > 0 ? { interventions: changes } : {};
  const results = { reason, metrics, ...ofPhases, epochs, seconds, expect };
  return { name, seed, backend: backend.chosen, ...results, ...changed, folder };
}

/**
 * Waits for the end of a run and sums it up, once. A run that ends without `run-ended` has no summary: the
 * stream then completes empty.
 *
 * @param folder Path of the run's folder.
 */
export function toSummary(folder: string): OperatorFunction<RunEvent, Summary> {
  const nothing: Seen = { changes: 0 };
  return pipe(
    scan((seen: Seen, event) => {
      if (event.kind === 'run-started') return { ...seen, started: event };
      if (event.kind === 'intervened' && event.refused === undefined) return { ...seen, changes: seen.changes + 1 };
      return event.kind === 'run-ended' ? { ...seen, ended: event } : seen;
    }, nothing),
    takeLast(1),
    map(({ started, ended, changes }) => (started && ended ? [summaryOf(started, ended, changes, folder)] : [])),
    mergeAll(),
  );
}
