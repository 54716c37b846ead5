import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { checkExpression, type Meaning, unknownName } from '../../../src/scenario/expressions/check-expression.js';
import { evaluateExpression, readingsOf } from '../../../src/scenario/expressions/evaluate-expression.js';
import type { Expression, Reading, Unit } from '../../../src/scenario/expressions/expression.js';
import { LONGEST_EXPRESSION, parseExpression } from '../../../src/scenario/expressions/parse-expression.js';

const READINGS: Readonly<Record<string, { readonly unit: Unit; readonly value: number | boolean }>> = {
  rate: { unit: -1, value: 80 },
  accuracy: { unit: 0, value: 0.93 },
  time: { unit: 1, value: 0.25 },
  silent: { unit: 'truth', value: true },
};

const meaning = ({ name }: Reading): Meaning => READINGS[name] ?? unknownName(name, Object.keys(READINGS));

function parsed(text: string): Expression {
  const result = parseExpression(text);
  if ('problem' in result)
    throw new Error(`${result.problem.at}: ${result.problem.expected}, got ${result.problem.got}`);
  return result.expression;
}

const evaluated = (text: string) => evaluateExpression(parsed(text), ({ name }) => READINGS[name]!.value);
const problemOf = (text: string) => {
  const result = parseExpression(text);
  return 'problem' in result ? result.problem : undefined;
};
const problemsOf = (text: string, wanted: Unit = 'truth') => checkExpression(parsed(text), meaning, wanted);

describe('an expression', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['16 / 4 / 2', 2],
    ['-2 * -3', 6],
    ['- -2', 2],
    ['1e-2 + .5', 0.51],
    ['3 %', 0.03],
    ['accuracy(test)@train - 0.03', 0.9],
    ['rate(h1) > 80Hz', false],
    ['rate(h1) >= 0.08 kHz', true],
    ['time == 250ms', true],
    ['rate(h1[0:50]) * time', 20],
    ['rate(h1) < 1 Hz or silent(h1) and time > 100 ms', true],
    ['(rate(h1) < 1 Hz or silent(h1)) and time > 1 s', false],
    ['not silent(h1) or not(time < 1s)', false],
    ['not time > 1s and silent(h1)', true],
    ['not not silent(h1)', true],
    ['2 - 1', 1],
    ['2-1', 1],
  ])('%s is %s', (text, value) => {
    const found = evaluated(text);
    if (typeof value === 'number') expect(found).toBeCloseTo(value, 12);
    else expect(found).toBe(value);
  });

  test('binds as arithmetic does, whatever its parentheses', () => {
    const trees = fc.letrec<{ readonly tree: readonly [text: string, value: number, level: number] }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.integer({ min: 0, max: 9 }).map((value) => [String(value), value, 3] as const),
        fc.tuple(fc.constantFrom('+', '-', '*'), tie('tree'), tie('tree')).map(([operator, a, b]) => {
          const level = operator === '*' ? 2 : 1;
          const left = a[2] < level ? `(${a[0]})` : a[0];
          // Of two operators of one level the left one comes first.
          const right = b[2] <= level ? `( ${b[0]} )` : b[0];
          const value = operator === '+' ? a[1] + b[1] : operator === '-' ? a[1] - b[1] : a[1] * b[1];
          return [`${left}${operator} ${right}`, value, level] as const;
        }),
      ),
    })).tree;
    fc.assert(
      fc.property(trees, ([text, value]) => {
        fc.pre(text.length <= LONGEST_EXPRESSION);
        expect(evaluated(text)).toBe(value);
      }),
    );
  });

  test('tells what it reads, in order, with nodes and phases', () => {
    expect(readingsOf(parsed('rate( h1[0:50] ) > rate(h-2)@probe.2 and not time > 1s'))).toEqual([
      { kind: 'reading', name: 'rate', of: 'h1[0:50]', phase: undefined, at: 0 },
      { kind: 'reading', name: 'rate', of: 'h-2', phase: 'probe.2', at: 19 },
      { kind: 'reading', name: 'time', of: undefined, phase: undefined, at: 45 },
    ]);
  });

  test('does not ask for what cannot matter', () => {
    const asked: string[] = [];
    const read = ({ name }: Reading): boolean => {
      asked.push(name);
      return name === 'silent';
    };
    expect(evaluateExpression(parsed('silent(a) or other(b)'), read)).toBe(true);
    expect(evaluateExpression(parsed('other(a) and silent(b)'), read)).toBe(false);
    expect(asked).toEqual(['silent', 'other']);
  });
});

describe('what is wrong', () => {
  test.each([
    ['', 0, 'a number or a name', 'the end'],
    ['1 +', 3, 'a number or a name', 'the end'],
    ['1 2', 2, 'an operator or the end', '"2"'],
    ['(1 + 2', 6, '")"', 'the end'],
    ['1)', 1, 'an operator or the end', '")"'],
    ['1 + not 2', 4, 'a number or a name', '"not"'],
    ['1 & 2', 2, 'a number, a name, an operator or a parenthesis', '"&"'],
    ['constructor["x"]', 11, 'a number, a name, an operator or a parenthesis', '"["'],
    ['5 parsec', 0, 'a unit out of us, ms, s, Hz, kHz, %', '"parsec"'],
    ['1e999', 0, 'a number below 1.8e308', '"1e999"'],
    ['1 < 2 < 3', 6, '"and" between two comparisons', '"<"'],
    [`${'('.repeat(51)}1${')'.repeat(51)}`, 50, 'at most 50 parentheses and signs within each other', '"("'],
    [`1${' '.repeat(LONGEST_EXPRESSION)}`, 0, 'at most 500 characters', '501 characters'],
  ])('with "%s" is told at character %i', (text, at, expected, got) => {
    expect(problemOf(text)).toEqual({ at, expected, got });
  });

  test.each([
    ['rates(h1) > 1Hz', [{ at: 0, expected: expect.stringContaining('"rate"'), got: '"rates"', suggestion: 'rate' }]],
    ['rate(h1) > 80', [{ at: 9, expected: 'two of one unit for ">"', got: 'a rate and a number' }]],
    ['accuracy(test)', [{ at: 0, expected: expect.stringContaining('comparison'), got: 'a number' }]],
    ['not accuracy(test)', [{ at: 0, expected: expect.stringContaining('for "not"'), got: 'a number' }]],
    ['silent(h) + 1 > 0', [{ at: 10, expected: 'a number for "+"', got: expect.stringContaining('comparison') }]],
    [
      'time > 1Hz or rate(a) and foo',
      [
        { at: 5, expected: 'two of one unit for ">"', got: 'a time and a rate' },
        { at: 22, expected: expect.stringContaining('for "and"'), got: 'a rate' },
        { at: 26, expected: expect.stringContaining('"time"'), got: '"foo"' },
      ],
    ],
    ['rate(a) * time > 3', []],
    ['time / 2 > 100ms', []],
    ['1 / time < rate(a)', []],
  ] as const)('in "%s" is told completely', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('with the unit of the whole is told', () => {
    expect(problemsOf('time', 0)).toEqual([{ at: 0, expected: 'a number', got: 'a time' }]);
    expect(problemsOf('time * time', 0)).toEqual([{ at: 5, expected: 'a number', got: 'a value in s^2' }]);
    expect(problemsOf('accuracy(test) - 3 %', 0)).toEqual([]);
  });

  test('never throws and never hangs, whatever the text', () => {
    const pieces = [
      'rate(h1)',
      'and',
      'or',
      'not',
      '(',
      ')',
      '@',
      '<',
      '==',
      '-',
      '*',
      '1',
      '2ms',
      '%',
      ' ',
      'é',
      '\n',
      '`',
    ];
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(fc.constantFrom(...pieces)).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const result = parseExpression(written);
        if ('problem' in result) {
          expect(result.problem.at).toBeLessThanOrEqual(written.length);
          return;
        }
        checkExpression(result.expression, meaning, 'truth');
        evaluateExpression(result.expression, () => 1);
      }),
    );
  });
});
