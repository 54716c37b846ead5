import { concatMap, defer, type OperatorFunction } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';

/** One line of metrics.jsonl. */
export interface MetricLine {
  readonly step: number;
  readonly epoch: number;
  readonly split: string;
  /** Absent where a run is a single training. */
  readonly phase?: string;
  /** Without the split: `accuracy`, not `accuracy(test)`. */
  readonly name: string;
  readonly value: number;
}

/** The phase that goes on after an event; undefined between two, and where a run is a single training. */
export function phaseAfter(event: RunEvent, before: string | undefined): string | undefined {
  if (event.kind === 'phase-started') return event.phase;
  return event.kind === 'phase-ended' ? undefined : before;
}

/**
 * The metrics of an event, one line each; none where it has none.
 *
 * @param phase The phase that goes on.
 */
export function metricLinesOf(event: RunEvent, phase?: string): readonly MetricLine[] {
  if (event.kind !== 'epoch-ended' && event.kind !== 'tested') return [];
  const { step, epoch } = event;
  const placed = phase === undefined ? {} : { phase };
  return Object.entries(event.metrics).map(([metric, value]) => {
    const [, name = metric, named] = /^(.*)\((train|test)\)$/.exec(metric) ?? [];
    return { step, epoch, split: named ?? (event.kind === 'tested' ? event.split : 'train'), ...placed, name, value };
  });
}

/** Picks the metrics out of the ends of epochs and the tests, one line each, in their order. */
export function toMetricLines(): OperatorFunction<RunEvent, MetricLine> {
  return (events) =>
    defer(() => {
      let phase: string | undefined;
      return events.pipe(
        concatMap((event) => {
          phase = phaseAfter(event, phase);
          return metricLinesOf(event, phase);
        }),
      );
    });
}
