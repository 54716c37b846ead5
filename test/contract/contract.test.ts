import { afterAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { contractTable, shortened } from './contract-table.js';
import { DUTIES, faultsOf, faultsOfList } from './required.js';
import { type CaseResult, type ContractReport, runOne } from './run-contract.js';
import { testedCases } from './short-form.js';

test('every backend has its duties, and every backend with duties is there or awaited', () => {
  expect(faultsOfList(BACKENDS.map(({ name }) => name))).toEqual([]);
});

const reports: ContractReport[] = [];
afterAll(() => console.log(`${contractTable(reports)}\n`));

for (const backend of BACKENDS) {
  const unavailable = await backend.unavailable();
  const results: CaseResult[] = [];
  const wanted = testedCases(backend.name, 'node');
  const report = { backend: backend.name, place: 'node' as const, wanted: wanted.length, cases: results };
  reports.push(unavailable === undefined ? report : { backend: backend.name, place: 'node', unavailable, cases: [] });

  if (unavailable === undefined)
    describe(`${backend.name} keeps the contract`, () => {
      test.each(wanted)('%s', async (name) => {
        const result = await runOne(backend, name);
        results.push(result);
        expect(shortened(faultsOf(backend.name, result))).toEqual([]);
      });
    });
  else
    test(`${backend.name} may be missing here: ${unavailable}`, () => {
      expect(DUTIES[backend.name]?.places).not.toContain('node');
    });
}
