import Papa from 'papaparse';
import { HeavisideError } from '../../core/heaviside-error.js';
import type { DataSet } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { labelColumn } from './csv-label-column.js';
import type { SourceHalf } from './source.js';
import { SOURCE_OPTIONS } from './source-options.js';

export interface CsvOptions {
  readonly split: SourceHalf;
  /** `last`, `first`, a column number from 0 as text, or a name of the header. */
  readonly label: string;
  readonly header: boolean;
  readonly scale: number;
  readonly testEvery: number;
}

/** More classes than this means that a feature was taken for the label. */
const MOST_CLASSES = 65_536;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function refuse(code: string, place: string, expected: string, got: string, remedy: string): never {
  const message = `${place}: expected ${expected}, got ${got}`;
  throw new HeavisideError(code, 'usage', message, { remedy, facts: { place, expected, got } });
}

const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0]!.trim() === '';

/** Rows as the file has them, blank ones included, so that row n is line n + 1 (no number needs a quoted line end). */
function parseRows(path: string, text: string): readonly (readonly string[])[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimitersToGuess: [',', '\t', ';', '|'] });
  const broken = errors.find((error) => error.type === 'Quotes');
  if (broken) {
    refuse(
      'HV_CSV_QUOTES',
      `${path}: line ${(broken.row ?? 0) + 1}`,
      'closed quotes',
      broken.message,
      'Repair the line.',
    );
  }
  return data;
}

/**
 * Reads one split of a table of numbers with a label column.
 *
 * Features are the other columns in order, divided by `scale`; data row i (header and blank lines not counted) is test
 * when i mod testEvery = testEvery − 1. `classes` is 1 + the largest label of both splits.
 *
 * @param path For messages, which name line and column from 1.
 * @throws HeavisideError `HV_CSV_RAGGED`, `HV_CSV_NUMBER`, `HV_CSV_LABEL_COLUMN`, `HV_CSV_NO_FEATURES`,
 *   `HV_CSV_QUOTES`, `HV_DATA_LABEL_RANGE`, `HV_DATA_EMPTY`, `HV_OPTION_RANGE`.
 */
export function csvDataSet(path: string, text: string, options: CsvOptions): DataSet {
  const scale = requireNumber('data.scale', options.scale, SOURCE_OPTIONS.scale);
  const testEvery = requireWhole('data.testEvery', options.testEvery, SOURCE_OPTIONS.testEvery);
  const rows = parseRows(path, text);
  const filled = [...rows.keys()].filter((row) => !isBlank(rows[row]!));
  const header = options.header ? rows[filled.shift() ?? 0] : undefined;
  const first = rows[filled[0] ?? -1];
  if (first === undefined) refuse('HV_DATA_EMPTY', path, 'at least 1 row of numbers', 'none', 'Name other data.');
  const width = header?.length ?? first.length;
  const target = labelColumn(path, options.label, width, header);
  if (width < 2) refuse('HV_CSV_NO_FEATURES', path, 'columns beside the label', 'none', 'Add a column of numbers.');

  const values: number[] = [];
  const labels: number[] = [];
  let largest = 0;
  filled.forEach((row, index) => {
    const cells = rows[row]!;
    const line = `${path}: line ${row + 1}`;
    if (cells.length !== width) {
      refuse('HV_CSV_RAGGED', line, `${width} columns`, String(cells.length), 'Give every row as many columns.');
    }
    const chosen = (index % testEvery === testEvery - 1) === (options.split === 'test');
    cells.forEach((cell, column) => {
      const place = `${line}, column ${column + 1}`;
      const number = NUMBER.test(cell.trim()) ? Number(cell) : Number.NaN;
      const value = column === target ? number : number / scale;
      if (!Number.isFinite(Math.fround(value))) {
        const remedy = options.header
          ? 'Repair the cell.'
          : 'Repair the cell; for a header line set data.header: true.';
        refuse('HV_CSV_NUMBER', place, 'a finite number', JSON.stringify(cell), remedy);
      }
      if (column !== target) {
        if (chosen) values.push(value);
        return;
      }
      if (!Number.isInteger(value) || value < 0 || value >= MOST_CLASSES) {
        const remedy = 'Number the classes from 0, or set data.label to the label column.';
        refuse('HV_DATA_LABEL_RANGE', place, `a whole label in 0..${MOST_CLASSES - 1}`, cell, remedy);
      }
      largest = Math.max(largest, value);
      if (chosen) labels.push(value);
    });
  });
  return {
    name: `${path} ${options.split}`,
    shape: [width - 1],
    classes: largest + 1,
    count: labels.length,
    labels: Int32Array.from(labels),
    samples: { kind: 'values', values: Float32Array.from(values) },
  };
}
