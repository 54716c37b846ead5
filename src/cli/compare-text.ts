import Table from 'cli-table3';

import type { ComparisonDocument } from '../sweep/comparison-document.js';
import { comparisonColumns, failureLines, tuningText } from './compare-cells.js';
import type { Paint } from './paint.js';

/** The result of a comparison as people read it: the table, what the tuning chose, what failed, the folder. */
export function comparisonText(document: ComparisonDocument, paint: Paint): string {
  const columns = comparisonColumns(document);
  const table = new Table({
    head: columns.map(({ head }) => head),
    style: { head: [], border: [], compact: true },
    colAligns: columns.map((_, n) => (n === 0 ? 'left' : 'right')),
  });
  table.push(...document.table.map((row) => columns.map(({ cell }) => cell(row))));
  const tuned = document.rules.filter(({ tuning }) => tuning !== undefined);
  const lines = [
    ...tuned.map((rule) => `tuning  ${rule.name}  ${tuningText(rule)}`),
    ...failureLines(document).map((line) => `${paint('red', 'FAILED')}  ${line}`),
  ];
  return `${[table.toString(), ...lines].join('\n')}\n\ncomparison folder: ${document.folder}\n`;
}
