import { concatMap, from, type OperatorFunction } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';

/** One line of metrics.jsonl. */
export interface MetricLine {
  readonly step: number;
  readonly epoch: number;
  readonly split: string;
  /** Without the split: `accuracy`, not `accuracy(test)`. */
  readonly name: string;
  readonly value: number;
}

function linesOf(event: RunEvent): MetricLine[] {
  if (event.kind !== 'epoch-ended' && event.kind !== 'tested') return [];
  const { step, epoch } = event;
  return Object.entries(event.metrics).map(([metric, value]) => {
    const [, name = metric, named] = /^(.*)\((train|test)\)$/.exec(metric) ?? [];
    return { step, epoch, split: named ?? (event.kind === 'tested' ? event.split : 'train'), name, value };
  });
}

/** Picks the metrics out of the ends of epochs and the tests, one line each, in their order. */
export function toMetricLines(): OperatorFunction<RunEvent, MetricLine> {
  return concatMap((event) => from(linesOf(event)));
}
