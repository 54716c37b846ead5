import { failedLines, sweepColumns, sweepSentence, unmetLines } from '../streams/text/sweep-cells.js';
import type { SweepDocument } from '../sweep/sweep-document.js';
import type { Paint } from './paint.js';
import { columnsText } from './result-text.js';

/** The result of a sweep as people read it: the table, what failed, what was not reached. */
export function sweepText(document: SweepDocument, paint: Paint): string {
  const columns = sweepColumns(document);
  const rows = [columns.map(({ head }) => head), ...document.table.map((row) => columns.map(({ cell }) => cell(row)))];
  const numbers = [...columns.keys()].filter((column) => columns[column]!.isNumber);
  const lines = [
    ...failedLines(document).map((line) => `${paint('red', 'FAILED')}  ${line}`),
    ...unmetLines(document).map((line) => `${paint('red', 'NOT MET')}  ${line}`),
  ];
  return [columnsText(rows, numbers), `\n${sweepSentence(document)}\n`, ...lines.map((line) => `${line}\n`)].join('');
}
