import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';

import { fileName } from '../../../src/web/charts/panel/file-name.js';
import { toCsv } from '../../../src/web/charts/panel/to-csv.js';

test('texts with commas, quotes and line breaks are quoted', () => {
  expect(
    toCsv({
      columns: ['a', 'b'],
      rows: [
        ['x,y', 'he said "no"'],
        ['two\nlines', undefined],
      ],
    }),
  ).toBe('a,b\n"x,y","he said ""no"""\n"two\nlines",\n');
});

test('texts that a spreadsheet would compute get an apostrophe, numbers do not', () => {
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', 'a=1'];
  const csv = toCsv({ columns: ['name', 'value'], rows: names.map((name) => [name, -2.5]) });
  const { data } = Papa.parse<string[]>(csv, { skipEmptyLines: true });
  expect(data.slice(1)).toEqual(names.map((name) => [name === 'a=1' ? name : `'${name}`, '-2.5']));
});

test('headings are guarded, too', () => {
  expect(toCsv({ columns: ['=evil()'], rows: [] }).startsWith('"\'=evil()"')).toBe(true);
});

test('whatever the text, no cell that is read back begins as a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (row) => {
      const { data } = Papa.parse<string[]>(toCsv({ columns: row.map((_, k) => `c${k}`), rows: [row] }), {
        newline: '\n',
      });
      data[1]!.forEach((cell, k) => {
        expect(cell).not.toMatch(/^\s*[=+\-@]/);
        expect(cell.replace(/^'/, '')).toBe(row[k]!.replace(/^'/, ''));
      });
    }),
  );
});

test('names of files are plain', () => {
  expect(fileName('digits-lif, seed 1', 'raster', 'png')).toBe('digits-lif-seed-1-raster.png');
  expect(fileName('../../etc/passwd\0 <b>', 'x', 'csv')).toBe('etc-passwd-b-x.csv');
  expect(fileName('ü', 'ß', 'csv')).toBe('u.csv');
  expect(fileName('日本', '…', 'csv')).toBe('chart.csv');
  expect(fileName('a'.repeat(500), 'x', 'png').length).toBe(84);
});

test('names of files that are too long lose the end of their subject, not their chart', () => {
  // 80 − 9 for `-learning` are 71: three times the 20 of `digits-lif-seed-1-2-`, and 11 more.
  expect(fileName('digits-lif, seed 1-2; '.repeat(5), 'learning', 'csv')).toBe(
    `${'digits-lif-seed-1-2-'.repeat(3)}digits-lif-learning.csv`,
  );
});
