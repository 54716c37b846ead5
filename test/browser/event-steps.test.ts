import { afterAll, describe, expect, test } from 'vitest';
import { compiledCases } from '../run/phases/event-cases.js';
import { openContractPage } from './contract-page.js';

describe('free runs in a page on webgl2', async () => {
  const page = await openContractPage({ isolated: true });
  afterAll(() => page.close());

  test.each(compiledCases())('%s', async (name) => {
    expect((await page.eventProblems('webgl2', name)).slice(0, 8)).toEqual([]);
  });

  test('nothing went wrong unnoticed', () => {
    expect(page.complaints).toEqual([]);
  });
});
