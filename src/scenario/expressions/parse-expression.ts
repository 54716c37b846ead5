import { usualOf } from '../metrics.js';
import { quoted } from '../problems/words.js';
import { type BinaryOperator, COMPARISONS, type Expression, type ExpressionProblem } from './expression.js';
import { type Token, tokensOf } from './tokens.js';

/** Longest expression, in characters: a person has to read it. */
export const LONGEST_EXPRESSION = 500;
/** Deepest nesting of parentheses and signs. */
const DEEPEST = 50;

/** Operators from the loosest to the tightest. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['or'], ['and'], COMPARISONS, ['+', '-'], ['*', '/']];
const COMPARING = LEVELS.indexOf(COMPARISONS);

/**
 * Reads an expression:
 *
 *     expression  = all { "or" all }
 *     all         = test { "and" test }
 *     test        = "not" test | sum [ comparison sum ]
 *     comparison  = "<" | "<=" | ">" | ">=" | "==" | "!="
 *     sum         = product { ("+" | "-") product }
 *     product     = unit { ("*" | "/") unit }
 *     unit        = "-" unit | "(" expression ")" | number | reading
 *     number      = digits [ "us" | "ms" | "s" | "Hz" | "kHz" | "%" ]
 *     reading     = name [ "(" anything without parentheses ")" ] [ "@" phase ]
 *
 * A metric in short is read as what it stands for: `accuracy` as `accuracy(test)`.
 *
 * A table-driven descent over words: nothing is ever handed to an engine's own parser.
 *
 * @returns The expression, or the first problem.
 */
export function parseExpression(
  text: string,
): { readonly expression: Expression } | { readonly problem: ExpressionProblem } {
  if (text.length > LONGEST_EXPRESSION)
    return {
      problem: { at: 0, expected: `at most ${LONGEST_EXPRESSION} characters`, got: `${text.length} characters` },
    };
  const tokens = tokensOf(text);
  if ('expected' in tokens) return { problem: tokens };
  try {
    return { expression: new Descent(tokens, text.length).whole() };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { problem: thrown.problem };
    throw thrown;
  }
}

class Unreadable extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(`expected ${problem.expected}, got ${problem.got}`);
    this.problem = problem;
  }
}

class Descent {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  whole(): Expression {
    const expression = this.#level(0);
    if (this.#next < this.#tokens.length) throw this.#unexpected('an operator or the end');
    return expression;
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#within(() => this.#unit());
    if (level === COMPARING && this.#symbol(['not'])) {
      const { at } = this.#tokens[this.#next - 1]!;
      return { kind: 'unary', operator: 'not', operand: this.#within(() => this.#level(level)), at };
    }
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#symbol(operators);
      if (!operator) return left;
      const { at } = this.#tokens[this.#next - 1]!;
      left = { kind: 'binary', operator: operator as BinaryOperator, left, right: this.#level(level + 1), at };
      // `1 < x < 2` says something else than it seems to.
      if (level === COMPARING && this.#symbol(operators)) {
        this.#next--;
        throw this.#unexpected('"and" between two comparisons');
      }
    }
  }

  #within(read: () => Expression): Expression {
    this.#depth++;
    if (this.#depth > DEEPEST) throw this.#unexpected(`at most ${DEEPEST} parentheses and signs within each other`);
    const expression = read();
    this.#depth--;
    return expression;
  }

  #unit(): Expression {
    const token = this.#tokens[this.#next];
    if (!token) throw this.#unexpected('a number or a name');
    if (token.kind !== 'symbol') {
      this.#next++;
      if (token.kind === 'number') return { kind: 'number', value: token.value, unit: token.unit, at: token.at };
      const { name, of, phase, at } = token;
      return { kind: 'reading', name, of: of ?? usualOf(name), phase, at };
    }
    if (this.#symbol(['-']))
      return { kind: 'unary', operator: '-', operand: this.#within(() => this.#unit()), at: token.at };
    if (!this.#symbol(['('])) throw this.#unexpected('a number or a name');
    const inner = this.#level(0);
    if (!this.#symbol([')'])) throw this.#unexpected('")"');
    return inner;
  }

  /** Takes the next word if it is one of these. */
  #symbol(wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'symbol' || !wanted.includes(token.text)) return undefined;
    this.#next++;
    return token.text;
  }

  #unexpected(expected: string): Unreadable {
    const token = this.#tokens[this.#next];
    return new Unreadable({ at: token?.at ?? this.#end, expected, got: token ? quoted(token.text) : 'the end' });
  }
}
