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
  readonly epochs: number;
  readonly seconds: number;
  readonly expect: readonly ExpectationOutcome[];
  /** Path of the run's folder. */
  readonly folder: string;
}

type Started = Extract<RunEvent, { kind: 'run-started' }>;
type Ended = Extract<RunEvent, { kind: 'run-ended' }>;

function summaryOf({ name, seed, backend }: Started, { reason, metrics, epochs, seconds, expect }: Ended, at: string) {
  return { name, seed, backend: backend.chosen, reason, metrics, epochs, seconds, expect, folder: at };
}

/**
 * Waits for the end of a run and sums it up, once. A run that ends without `run-ended` has no summary: the
 * stream then completes empty.
 *
 * @param folder Path of the run's folder.
 */
export function toSummary(folder: string): OperatorFunction<RunEvent, Summary> {
  const nothing: { started?: Started; ended?: Ended } = {};
  return pipe(
    scan((seen, event) => {
      if (event.kind === 'run-started') return { ...seen, started: event };
      return event.kind === 'run-ended' ? { ...seen, ended: event } : seen;
    }, nothing),
    takeLast(1),
    map(({ started, ended }) => (started && ended ? [summaryOf(started, ended, folder)] : [])),
    mergeAll(),
  );
}
