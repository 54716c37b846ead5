import { checkExpression } from '../expressions/check-expression.js';
import { evaluateExpression } from '../expressions/evaluate-expression.js';
import { type Unit, unitText } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parse-expression.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { quoted } from '../problems/words.js';

/** What the value of a quantity is told in, behind its number. */
const SYMBOLS: Readonly<Record<string, string>> = { '-1': 'Hz', '1': 's' };

/** A value of a unit with its symbol: `10Hz`; plain numbers have none. */
export function quantityText(value: number, unit: Unit): number | string {
  const symbol = SYMBOLS[unit];
  return symbol === undefined ? value : `${value}${symbol}`;
}

/** Quantities of a unit, for messages: `a rate such as 10Hz`. */
export function quantityWords(unit: Unit): string {
  const symbol = SYMBOLS[unit];
  return symbol === undefined ? unitText(unit) : `${unitText(unit)} such as 10${symbol}`;
}

/** Reads a number or a quantity of a unit: `2Hz`, `0.1kHz`; or says what is wrong with it. */
export function readQuantity(written: number | string, unit: Unit): { readonly value: number } | TextProblem {
  const wrong = {
    expected: quantityWords(unit),
    got: typeof written === 'number' ? String(written) : quoted(written),
  };
  if (typeof written === 'number') return unit === 0 ? { value: written } : wrong;
  const parsed = parseExpression(written);
  if ('problem' in parsed) return wrong;
  const noReading = () => ({ expected: '', got: '' });
  if (checkExpression(parsed.expression, noReading, unit).length > 0) return wrong;
  return { value: Number(evaluateExpression(parsed.expression, () => Number.NaN)) };
}
