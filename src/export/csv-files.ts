import Papa from 'papaparse';

import type { StagedFile, Staging } from './staging.js';

type Cell = string | number | undefined;

/** Rows that are written at once. */
const ROWS = 2048;

/** CSV files that grow row by row. */
export interface CsvFiles {
  /** Appends to a file, which is made with its columns when it is new. */
  append(name: string, columns: readonly string[], rows: Iterable<readonly Cell[]>): Promise<void>;
  /** Puts all on the disk. */
  close(): Promise<void>;
}

const linesOf = (rows: readonly (readonly Cell[])[]): string =>
  `${Papa.unparse(
    rows.map((row) => [...row]),
    { newline: '\n' },
  )}\n`;

/** CSV files in a staging: comma, a line of column names, lines end with a line feed, what is absent is empty. */
export function csvFiles(staging: Staging): CsvFiles {
  const files = new Map<string, StagedFile>();
  return {
    async append(name, columns, rows) {
      const file = files.get(name) ?? (await staging.open(name));
      if (!files.has(name)) await file.write(linesOf([columns]));
      files.set(name, file);
      let waiting: (readonly Cell[])[] = [];
      for (const row of rows) {
        if (waiting.push(row) < ROWS) continue;
        await file.write(linesOf(waiting));
        waiting = [];
      }
      if (waiting.length > 0) await file.write(linesOf(waiting));
    },
    async close() {
      for (const file of files.values()) await file.close();
    },
  };
}
