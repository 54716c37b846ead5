/** The figures of a chart as a table: for people who cannot see it, and for export. */
export interface FigureTable {
  /** What the table is of. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Cells by row; undefined: no value. */
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  /** What was left out, and why, when not everything is told. */
  readonly note?: string;
}
