import { quoted } from '../problems/words.js';
import type { ExpressionProblem, Unit } from './expression.js';

/** A word of an expression. */
export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit; readonly at: number; readonly text: string }
  /** A name, with what stands in the parentheses behind it, and the phase behind `@`. */
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly of: string | undefined;
      readonly phase: string | undefined;
      readonly at: number;
      readonly text: string;
    }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number };

/** Power of ten that each unit is of seconds or hertz, and the power of seconds that it counts. */
const UNITS: Readonly<Record<string, readonly [power: number, unit: Unit]>> = {
  us: [-6, 1],
  ms: [-3, 1],
  s: [0, 1],
  Hz: [0, -1],
  kHz: [3, -1],
};

const BLANK = /\s+/y;
const NUMBER = /(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?(?: ?([A-Za-z%]+))?/y;
/** Words that no unit can be. */
const WORDS = new Set(['and', 'or', 'not']);
const NAME = /([A-Za-z][A-Za-z0-9_]*)(?:\(([^()]*)\))?(?:@([A-Za-z0-9][A-Za-z0-9._-]*))?/y;
const SYMBOL = /<=|>=|==|!=|[-+*/<>()]/y;

/** Cuts an expression into words. */
export function tokensOf(text: string): readonly Token[] | ExpressionProblem {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const blank = take(BLANK);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = numberAt(take(NUMBER), at) ?? nameAt(take(NAME), at) ?? symbolAt(take(SYMBOL), at);
    if (!token) return { at, expected: 'a number, a name, an operator or a parenthesis', got: quoted(text[at]!) };
    if ('expected' in token) return token;
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function numberAt(match: RegExpExecArray | null, at: number): Token | ExpressionProblem | undefined {
  if (!match) return undefined;
  const [whole, digits, exponent = '', letters] = match;
  const plain = Number(`${digits}${exponent}`);
  if (!Number.isFinite(plain)) return { at, expected: 'a number below 1.8e308', got: quoted(whole) };
  const bare = `${digits}${exponent}`;
  if (letters === undefined || WORDS.has(letters)) return { kind: 'number', value: plain, unit: 0, at, text: bare };
  if (letters === '%') return { kind: 'number', value: plain / 100, unit: 0, at, text: whole };
  const known = UNITS[letters];
  if (!known) return { at, expected: `a unit out of ${Object.keys(UNITS).join(', ')}, %`, got: quoted(letters) };
  const [power, unit] = known;
  // The decimal point is moved, which no multiplication does exactly: 4.9ms is 0.0049.
  const value = Number(`${digits}e${Number(exponent.slice(1)) + power}`);
  return { kind: 'number', value, unit, at, text: whole };
}

function nameAt(match: RegExpExecArray | null, at: number): Token | undefined {
  if (!match) return undefined;
  const [text, name, of, phase] = match;
  // In `not(a > b)` the parenthesis is not part of the word.
  if (WORDS.has(name!)) return { kind: 'symbol', text: name!, at };
  return { kind: 'name', name: name!, of: of?.trim(), phase, at, text };
}

function symbolAt(match: RegExpExecArray | null, at: number): Token | undefined {
  return match ? { kind: 'symbol', text: match[0], at } : undefined;
}
