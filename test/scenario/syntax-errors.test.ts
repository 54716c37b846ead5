import { expect, test } from 'vitest';

import { problemLines, scenarioText } from './problems-of.js';

test('a bracket without quotes is told once, not with all that follows from it', () => {
  const text = scenarioText({ expect: '[{ that: rate(h1[0]), in: probe, equals: 1kHz }, { that: silent(h1) }]' });
  expect(problemLines(text)).toMatchInlineSnapshot(
    `"  6:25  expected one YAML document, got a syntax error: Unexpected flow-seq-start at node end"`,
  );
});
