import Papa, { type UnparseConfig } from 'papaparse';

import type { FigureTable } from '../figure-table.js';

/** What spreadsheets take for a formula: =, +, − or @ at the beginning, also behind blanks and control characters. */
const FORMULA = /^\s*[=+\-@\t\r]/;
const FORM: UnparseConfig = { newline: '\n', escapeFormulae: FORMULA };

/**
 * Writes figures as CSV with a header (RFC 4180, lines end with LF). Texts that a spreadsheet would compute get an
 * apostrophe in front, because names in a scenario are foreign; numbers stay as they are, negative ones too.
 */
export function toCsv({ columns, rows }: Pick<FigureTable, 'columns' | 'rows'>): string {
  const data = rows.map((row) => [...row]);
  return `${Papa.unparse({ fields: [...columns], data }, FORM)}\n`;
}

/** A text as a cell of such a file. */
export function csvCell(text: string): string {
  return Papa.unparse([[text]], FORM);
}
