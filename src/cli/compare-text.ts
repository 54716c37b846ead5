import { comparisonColumns, dataLines, failureLines, tuningText } from '../streams/text/compare-cells.js';
import type { ComparisonDocument } from '../sweep/comparison-document.js';
import type { Paint } from './paint.js';
import { columnsText } from './result-text.js';

/** The result of a comparison as people read it: the table, what the tuning chose, what failed, the folder. */
export function comparisonText(document: ComparisonDocument, paint: Paint): string {
  const columns = comparisonColumns(document);
  const rows = [columns.map(({ head }) => head), ...document.table.map((row) => columns.map(({ cell }) => cell(row)))];
  const table = columnsText(rows, [...columns.keys()].slice(1));
  const tuned = document.rules.filter(({ tuning }) => tuning !== undefined);
  const lines = [
    ...dataLines(document),
    ...tuned.map((rule) => `tuning  ${rule.name}  ${tuningText(rule)}`),
    ...failureLines(document).map((line) => `${paint('red', 'FAILED')}  ${line}`),
  ];
  return `${[table, ...lines.map((line) => `${line}\n`)].join('')}\ncomparison folder: ${document.folder}\n`;
}
