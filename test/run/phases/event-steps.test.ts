import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../src/backends/backends.js';
import { compiledCases, EVENT_CASES } from './event-cases.js';
import { caseProblems } from './played-case.js';

/** Compiling takes the kernels of gpu.js longest: what the others show of a run without events is not shown again there. */
const PLACES = [
  { backend: 'reference', plain: true },
  { backend: 'events', plain: true },
  { backend: 'webasm', plain: false },
];

describe.each(PLACES)('free runs on $backend', ({ backend, plain }) => {
  const device = BACKENDS.find(({ name }) => name === backend)!;
  test.each(plain ? EVENT_CASES.map(({ name }) => name) : compiledCases())('%s', async (name) => {
    expect((await caseProblems(name, device, plain)).slice(0, 8)).toEqual([]);
  });
});
