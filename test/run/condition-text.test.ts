import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Condition, conditionOf, conditionText } from '../../src/run/condition-text.js';

// −0 is written as 0.
const bound = fc.double({ noNaN: true }).map((value) => value + 0);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  bound.map((atLeast) => ({ atLeast })),
  bound.map((atMost) => ({ atMost })),
  fc.tuple(bound, bound).map((between) => ({ between })),
  bound.map((equals) => ({ equals })),
  fc.record({ equals: bound, tolerance: bound.filter((value) => value > 0) }),
  bound.map((atLeast) => ({ atLeast, unit: 'Hz' as const })),
  fc.tuple(bound, bound).map((between) => ({ between, unit: 'Hz' as const })),
  fc
    .record({ equals: bound, tolerance: bound.filter((value) => value > 0) })
    .map((near) => ({ ...near, unit: 'Hz' as const })),
);

describe('conditions in words', () => {
  test('are read back as they were written', () => {
    fc.assert(
      fc.property(condition, (written) => {
        expect(conditionOf(conditionText(written))).toEqual(written);
      }),
    );
  });

  test('are read back also when it is said where they come from', () => {
    const source = 'accuracy(test)@train - 0.03';
    expect(conditionText({ atLeast: 0.72 }, source)).toBe('at least 0.72, that is accuracy(test)@train - 0.03');
    fc.assert(
      fc.property(condition, (written) => {
        expect(conditionOf(conditionText(written, source))).toEqual(written);
      }),
    );
  });

  test.each([
    'roughly 0.9',
    'at least',
    'at least much',
    'at least 1 and 2',
    'between 1',
    'equals NaN',
    'at least 1 ± 2',
    'between 1 ± 2',
    'between 1 Hz and 2',
    'no spikes',
    'the snapshot 0123456789012345',
    '',
  ])('%j is none', (text) => {
    expect(conditionOf(text)).toBeUndefined();
  });
});
