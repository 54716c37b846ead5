import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HeavisideError } from '../../src/core/heaviside-error.js';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { createRandomStreams } from '../../src/data/random-streams.js';
import type { DataSourceDescription } from '../../src/data/sources/source.js';
import { sampleValues } from './data-set-views.js';
import { folderOf } from './idx-folder.js';

type Csv = DataSourceDescription & { readonly source: 'csv' };

const load = (text: string | Buffer, options: Partial<Csv> = {}, name = 'table.csv') =>
  loadDataSet(
    {
      source: 'csv',
      split: 'train',
      file: `${folderOf({ [name]: text })}/${name}`,
      label: 'last',
      header: false,
      scale: 1,
      testEvery: 5,
      ...options,
    },
    createRandomStreams(1),
  );

const failure = async (text: string, options: Partial<Csv> = {}): Promise<HeavisideError> => {
  const outcome = await load(text, options).catch((error: HeavisideError) => error);
  if ('code' in outcome) return outcome;
  throw new Error('expected a failure');
};

describe('a CSV file', () => {
  const table = '1,2,0\n3,4,1\n5,6,0\n7,8,2\n';

  test('is parted by row: every second row is test, and classes are those of the whole file', async () => {
    const train = await load(table, { testEvery: 2 });
    const held = await load(table, { testEvery: 2, split: 'test' });
    expect([[...train.labels], [...held.labels]]).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect([train.classes, held.classes, train.shape]).toEqual([3, 3, [2]]);
    expect([sampleValues(train, 1), sampleValues(held, 0)]).toEqual([
      [5, 6],
      [3, 4],
    ]);
  });

  test('divides features, not labels, by the scale', async () => {
    const train = await load(table, { scale: 4 });
    expect([sampleValues(train, 1), train.labels[1]]).toEqual([[0.75, 1], 1]);
  });

  test.each([
    ['first', false, [2, 1]],
    ['0', false, [2, 1]],
    ['1', false, [1, 2]],
    ['last', false, [2, 3]],
    ['kind', true, [2, 3]],
    ['size', true, [1, 2]],
    ['1', true, [1, 2]],
  ])('takes labels from column %j (header: %s)', async (label, header, labels) => {
    const body = '2,1,2\n1,2,3\n';
    const train = await load(header ? `width,size,kind\n${body}` : body, { label, header });
    expect([...train.labels]).toEqual(labels);
  });

  test('may have blank lines, spaces, Windows line ends, a byte-order mark, semicolons, and be compressed', async () => {
    const train = await load(
      gzipSync('\uFEFFa;b;c\r\n\r\n 1.5 ; -2e-1 ;1\r\n\r\n+.5;3.;0\r\n'),
      { header: true },
      'table.csv.gz',
    );
    expect([[...train.labels], sampleValues(train, 0), sampleValues(train, 1)]).toEqual([
      [1, 0],
      [1.5, Math.fround(-0.2)],
      [0.5, 3],
    ]);
  });
});

describe('a CSV file fails with line, column and both values', () => {
  test('when it is missing', async () => {
    await expect(load('1,0', { file: '/nowhere/table.csv' })).rejects.toMatchObject({
      code: 'HV_FILE_MISSING',
      kind: 'machine',
      message: expect.stringContaining('/nowhere/table.csv'),
      remedy: 'Check the path.',
    });
    const tried = resolve('no-such-table.csv');
    await expect(load('1,0', { file: 'no-such-table.csv' })).rejects.toMatchObject({
      code: 'HV_FILE_MISSING',
      message: 'no-such-table.csv: expected a file, got nothing at this path',
      remedy: `Put it at ${tried}, or change the path: a relative one begins at the working folder.`,
      facts: { path: 'no-such-table.csv', tried },
    });
    await expect(load('1,0', { file: folderOf({}) })).rejects.toMatchObject({
      code: 'HV_FILE_UNREADABLE',
      kind: 'machine',
    });
  });

  test.each(['NaN', 'inf', 'Infinity', '-Infinity', 'red', '', ' ', '0x10', '1e39', '1e999', '1,5'.replace(',', '_')])(
    'when a cell is %j',
    async (cell) => {
      const error = await failure(`1,2,0\n\n3,${cell},1\n`);
      expect([error.code, error.kind]).toEqual(['HV_CSV_NUMBER', 'usage']);
      expect(error.message).toMatch(/line 3, column 2: expected a finite number, got /);
      expect(error.message).toContain(JSON.stringify(cell));
    },
  );

  test('when a header was not announced, and says what to do', async () => {
    const error = await failure('a,b,c\n1,2,0\n');
    expect(error.message).toMatch(/line 1, column 1: expected a finite number, got "a"$/);
    expect(error.remedy).toContain('data.header: true');
  });

  test.each(['-1', '0.5', '70000'])('when a label is %s', async (label) => {
    const error = await failure(`1,2,0\n3,4,${label}\n`);
    expect(error.code).toBe('HV_DATA_LABEL_RANGE');
    expect(error.message).toMatch(
      new RegExp(`line 2, column 3: expected a whole label in 0\\.\\.65535, got ${label}$`),
    );
  });

  test('when a row has more or fewer columns', async () => {
    for (const [row, got] of [
      ['3,4,5,1', 4],
      ['3,1', 2],
    ] as const) {
      const error = await failure(`1,2,0\n${row}\n`);
      expect(error.code).toBe('HV_CSV_RAGGED');
      expect(error.message).toMatch(new RegExp(`line 2: expected 3 columns, got ${got}$`));
    }
  });

  test.each([
    ['3', false, '1,2,0', 'expected last, first, 0..2, got "3"'],
    ['kind', false, '1,2,0', 'expected last, first, 0..2, got "kind"'],
    ['sort', true, 'a,b,kind\n1,2,0', 'expected last, first, 0..2 or one of the names a, b, kind, got "sort"'],
    ['a', true, 'a,a,kind\n1,2,0', 'got "a", which the header has more than once'],
  ])('when there is no label column %j (header: %s)', async (label, header, text, message) => {
    const error = await failure(text, { label, header });
    expect([error.code, error.message]).toEqual(['HV_CSV_LABEL_COLUMN', expect.stringContaining(message)]);
  });

  test('when a split has no rows, or the file none', async () => {
    expect((await failure('1,0\n2,1\n', { split: 'test' })).code).toBe('HV_DATA_EMPTY');
    expect((await failure('')).code).toBe('HV_DATA_EMPTY');
    expect((await failure('a,b\n', { header: true })).code).toBe('HV_DATA_EMPTY');
  });

  test('when it has labels only, or quotes that never close', async () => {
    expect((await failure('1\n0\n')).code).toBe('HV_CSV_NO_FEATURES');
    const quotes = await failure('1,2,0\n"3,4,1\n');
    expect([quotes.code, quotes.message]).toEqual(['HV_CSV_QUOTES', expect.stringContaining('line 2')]);
  });

  test('when scale or testEvery make no sense', async () => {
    expect((await failure('1,0', { scale: 0 })).message).toBe('data.scale: expected a finite number > 0, got 0');
    expect((await failure('1,0', { testEvery: 1 })).message).toBe(
      'data.testEvery: expected a whole number >= 2, got 1',
    );
  });
});
