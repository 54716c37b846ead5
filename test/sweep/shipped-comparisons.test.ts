import { expect, test } from 'vitest';
import { parseComparison } from '../../src/scenario/parse-scenario.js';
import { ruleBackends } from '../../src/sweep/rule-backend.js';
import { SHIPPED } from '../scenario/shipped.js';

const comparisons = [...SHIPPED].filter(([file]) => file.startsWith('compare-'));

test('there are shipped comparisons', () => {
  expect(comparisons.length).toBeGreaterThan(0);
});

test.each(comparisons)('%s: every rule has a backend that runs it', async (file, text) => {
  const comparison = parseComparison(text, { file });
  const { signal } = new AbortController();
  const found = await ruleBackends(comparison, { signal });
  expect(found.size).toBe(comparison.rules.length);
  const refused = [...found].flatMap(([{ name }, backend]) => ('refused' in backend ? [[name, backend.refused]] : []));
  expect(refused).toEqual([]);
});
