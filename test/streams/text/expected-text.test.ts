import { expect, test } from 'vitest';

import { expectedText } from '../../../src/streams/text/expected-text.js';

test.each([
  [
    'at most 0.8664345403899721, that is accuracy(test)@train - 0.0500000001',
    'at most 0.866435, that is accuracy(test)@train - 0.0500000001',
  ],
  ['between 10 Hz and 0.12345678901 Hz', 'between 10 Hz and 0.123457 Hz'],
  ['equals 1.2345678e-7 ± 0.001', 'equals 1.23457e-7 ± 0.001'],
  ['at least -1234.5678901', 'at least -1234.57'],
  ['equals 1a2b3c', 'equals 1a2b3c'],
])('%s is %s', (expected, text) => expect(expectedText(expected)).toBe(text));
