import { afterAll, describe, expect, test } from 'vitest';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { sessionChecks } from './cases/session-case.js';
import { worstByCase } from './expect-close.js';
import { readVectors, vectorFolder } from './vector-folder.js';

const vectors = readVectors(vectorFolder()).filter(({ vector }) => vector.kind in sessionChecks);

describe(`reference vectors on the events backend (${vectors.length} files)`, () => {
  test('there are some', () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  // Other kinds belong to other trainers; the file beside this one lists them.
  test.each(vectors.map(({ file, vector }) => [file, vector] as const))('%s', async (_file, vector) => {
    await sessionChecks[vector.kind]!(eventsBackend, vector);
  });

  afterAll(() => {
    const worst = [...worstByCase].sort(([, a], [, b]) => b - a).slice(0, 5);
    const text = worst.map(([name, difference]) => `${name} ${difference.toExponential(1)}`).join(', ');
    console.log(`events: ${worstByCase.size} LFP files compared; largest differences: ${text}`);
  });
});
