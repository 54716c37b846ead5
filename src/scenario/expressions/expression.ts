/** Power of seconds that a value is counted in: 0 a plain number, 1 a time, −1 a rate; or whether something is so. */
export type Unit = number | 'truth';

/** All of one strength, the longer ones first. */
export const COMPARISONS = ['<=', '>=', '==', '!=', '<', '>'] as const;

export type BinaryOperator = '+' | '-' | '*' | '/' | (typeof COMPARISONS)[number] | 'and' | 'or';

/** Something that a run can tell: `accuracy(test)`, `rate(h1[0:50])`, `time`, of this phase or of another one. */
export interface Reading {
  readonly kind: 'reading';
  readonly name: string;
  /** What stands in the parentheses; undefined: there are none. */
  readonly of: string | undefined;
  /** The phase behind `@`; undefined: the one that the expression belongs to. */
  readonly phase: string | undefined;
  /** Where it begins in the text, from 0. */
  readonly at: number;
}

/** An expression as plain data. Nothing in it can be called: it is walked, never run. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit; readonly at: number }
  | Reading
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      /** Where the operator stands. */
      readonly at: number;
    };

/** What is wrong with an expression, and where. */
export interface ExpressionProblem {
  /** Counts characters from 0. */
  readonly at: number;
  readonly expected: string;
  readonly got: string;
  readonly suggestion?: string;
}

/** A unit in words. */
export function unitText(unit: Unit): string {
  if (unit === 'truth') return 'something that is so or not, such as a comparison';
  return ({ '0': 'a number', '1': 'a time', '-1': 'a rate' } as Record<string, string>)[unit] ?? `a value in s^${unit}`;
}
