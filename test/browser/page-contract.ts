import { afterAll, expect, test } from 'vitest';
import { contractTable, shortened } from '../contract/contract-table.js';
import { DUTIES, faultsOf } from '../contract/required.js';
import type { CaseResult, ContractReport } from '../contract/run-contract.js';
import { testedCases } from '../contract/short-form.js';
import { type ContractPage, openContractPage } from './contract-page.js';

/** Tests of some backends in a page of their own. Prints the table at the end. */
export interface PageContract {
  readonly backends: readonly string[];
  /** Whether the page may share memory with its workers. */
  readonly isolated: boolean;
  /** Names of the cases; omitted: what the tests ask of each backend in a page, the whole or its short form. */
  readonly cases?: readonly string[];
}

/** Registers the tests; to be called, and waited for, where a test file or a `describe` collects its tests. */
export async function testInPage({ backends, isolated, cases }: PageContract): Promise<ContractPage> {
  const page = await openContractPage({ isolated });
  const reports: ContractReport[] = [];
  afterAll(async () => {
    await page.close();
    console.log(`Chromium ${page.browser}${isolated ? '' : ', not isolated'}\n${contractTable(reports)}\n`);
  });
  for (const backend of backends) {
    const unavailable = await page.unavailable(backend).catch(async (error: unknown) => {
      // Nothing that was registered so far will be run.
      await page.close();
      throw error;
    });
    const results: CaseResult[] = [];
    const wanted = cases ?? testedCases(backend, 'page');
    const asked = cases ? {} : { wanted: wanted.length };
    const outcome = unavailable === undefined ? asked : { unavailable };
    reports.push({ backend, place: 'page', cases: results, ...outcome });
    if (unavailable !== undefined)
      test(`${backend} may be missing here: ${unavailable}`, () => {
        expect(DUTIES[backend]?.places).not.toContain('page');
      });
    else
      test.each(wanted)(`${backend}: %s`, async (name) => {
        const result = await page.runOne(backend, name);
        results.push(result);
        expect(shortened(faultsOf(backend, result))).toEqual([]);
      });
  }
  test('nothing went wrong unnoticed', () => {
    expect(page.complaints).toEqual([]);
  });
  return page;
}
