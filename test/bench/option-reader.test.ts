import { describe, expect, test } from 'vitest';

import { type OptionReader, optionReader } from '../../src/bench/option-reader.js';

/** What a reader made of one option, and what it had to say about it. */
function reading<T>(text: string | undefined, read: (reader: OptionReader) => T) {
  const reader = optionReader({ someFlag: text });
  const value = read(reader);
  return {
    value,
    problems: reader.problems.map(({ field, expected, got, remedy = '' }) => `${field}|${expected}|${got}|${remedy}`),
  };
}

describe('sizes', () => {
  test.each([
    ['784-1000-10', [784, 1000, 10]],
    [' 2-1 ', [2, 1]],
  ])('%j are read', (text, value) => {
    expect(reading(text, (read) => read.sizes('some-flag'))).toEqual({ value, problems: [] });
  });

  test.each(['784-x-10', '784', '784-0-10', '784--10', '784-10-', '784-1e3-10', '', '9999999999-1'])(
    '%j are refused',
    (text) => {
      const got = text === '' ? 'nothing' : `"${text}"`;
      expect(reading(text, (read) => read.sizes('some-flag'))).toEqual({
        value: [],
        problems: [`--some-flag|sizes > 0 joined by dashes, such as 784-1000-10|${got}|`],
      });
    },
  );
});

describe('numbers', () => {
  const whole = { type: 'whole', min: 1 } as const;

  test.each([
    ['5e-4', 0.0005],
    ['.5', 0.5],
    ['-2', -2],
  ])('%j is one', (text, value) => {
    expect(reading(text, (read) => read.number('some-flag', { type: 'number' }))).toEqual({ value, problems: [] });
  });

  test.each(['0', '1.5', 'ten', '0x10', '1e400', '', undefined])('%j is no whole number >= 1', (text) => {
    const { value, problems } = reading(text, (read) => read.number('some-flag', whole));
    expect([value, problems]).toEqual([
      Number.NaN,
      [`--some-flag|an integer >= 1|${text === undefined || text === '' ? 'nothing' : `"${text}"`}|`],
    ]);
  });

  test('of a list are separated by commas', () => {
    expect(reading('1, 20,3', (read) => read.numbers('some-flag', whole)).value).toEqual([1, 20, 3]);
    expect(reading('1,,3', (read) => read.numbers('some-flag', whole)).problems).toHaveLength(1);
  });
});

describe('names', () => {
  const names = ['auto', 'events'];

  test('that are nearly right get the right one as a remedy', () => {
    expect(reading('evnts', (read) => read.name('some-flag', names)).problems).toEqual([
      '--some-flag|one of "auto", "events"|"evnts"|did you mean "events"?',
    ]);
  });
  test('of a list are each looked at, and each taken once', () => {
    const { value, problems } = reading('events,gpu,events', (read) => read.names('some-flag', names));
    expect([value, problems.length]).toEqual([['events'], 1]);
  });
});
