import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { jsonText } from '../../src/record/json-text.js';
import { parseJsonText } from '../../src/record/parse-json-text.js';

test('every number comes back, finite or not', () => {
  // JSON has no −0.
  const number = fc.double().map((value) => value + 0);
  fc.assert(
    fc.property(fc.array(fc.record({ value: number, more: fc.array(number) })), (told) => {
      expect(parseJsonText(jsonText(told))).toEqual(told);
    }),
  );
});

test('names stay texts, whatever they read; in any other field the words are numbers', () => {
  const told = { name: 'NaN', rules: [{ name: 'Infinity', value: Number.NaN }], note: 'not NaN', other: '-Infinity' };
  expect(parseJsonText(jsonText(told), ['name'])).toEqual({ ...told, other: Number.NEGATIVE_INFINITY });
  expect(() => parseJsonText('{')).toThrow(SyntaxError);
});
