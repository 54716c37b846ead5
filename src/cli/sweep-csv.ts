import Papa from 'papaparse';

import { rowKeys } from '../streams/text/sweep-cells.js';
import type { SweepDocument } from '../sweep/sweep-document.js';

/** A setting as one cell: text and numbers as they are, all else as JSON. */
function cellOf(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** The document sweep.csv: the table as plain numbers, shares as shares; what was not measured is empty. No times. */
export function sweepCsv(document: SweepDocument): string {
  const keys = rowKeys(document);
  const { metric } = document.report;
  const fields = [...keys, 'metric', 'n', 'mean', 'sd', 'low', 'high', 'finished', 'runs', 'unmet', 'backend'];
  const data = document.table.map(({ settings, estimate, finished, runs, unmet, backends }) => [
    ...keys.map((key) => cellOf(settings[key])),
    metric,
    estimate?.count ?? 0,
    ...[estimate?.mean, estimate?.sd, estimate?.low, estimate?.high],
    ...[finished, runs, unmet, backends.join(' ')],
  ]);
  return `${Papa.unparse({ fields, data }, { newline: '\n' })}\n`;
}
