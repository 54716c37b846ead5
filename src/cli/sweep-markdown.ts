import { droppedLines, failedLines, sweepColumns, sweepSentence, unmetLines } from '../streams/text/sweep-cells.js';
import type { SweepDocument } from '../sweep/sweep-document.js';
import { markdownTable } from './markdown-table.js';

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
}

/** The document sweep.md: the table, what failed and what was not reached. No times. */
export function sweepMarkdown(document: SweepDocument): string {
  const { name, heaviside, table, runs } = document;
  const columns = sweepColumns(document);
  const parts = [
    `# ${name}: sweep of ${runs.length} runs`,
    `${sweepSentence(document)}. Heaviside ${heaviside}.`,
    markdownTable(
      columns.map(({ head }) => head),
      table.map((row) => columns.map(({ cell }) => cell(row))),
      (column) => columns[column]!.isNumber,
    ),
    ...list('Not as in the file:', droppedLines(runs)),
    ...list('Failed:', failedLines(document)),
    ...list('Finished without what the scenario expects:', unmetLines(document)),
  ];
  return `${parts.join('\n\n')}\n`;
}
