/** Rows of a table at most: it is part of the page, and is brought up to date while a run goes on. */
export const MOST_TABLE_ROWS = 200;

/** The figures of a chart as a table: for people who cannot see it, and for export. */
export interface FigureTable {
  /** What the table is of. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Cells by row, at most `MOST_TABLE_ROWS` rows where a table stands in a page; undefined: no value. */
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  /** What was left out, and why, when not everything is told. */
  readonly note?: string;
}
