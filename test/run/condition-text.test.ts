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
);

describe('conditions in words', () => {
  test('are read back as they were written', () => {
    fc.assert(
      fc.property(condition, (written) => {
        expect(conditionOf(conditionText(written))).toEqual(written);
      }),
    );
  });

  test.each(['roughly 0.9', 'at least', 'at least much', 'at least 1 and 2', 'between 1', 'equals NaN', ''])(
    '%j is none',
    (text) => {
      expect(conditionOf(text)).toBeUndefined();
    },
  );
});
