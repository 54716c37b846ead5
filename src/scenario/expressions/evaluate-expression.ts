import type { BinaryOperator, Expression, Reading } from './expression.js';

const OPERATIONS: Readonly<Record<Exclude<BinaryOperator, 'and' | 'or'>, (a: number, b: number) => number | boolean>> =
  {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
  };

/**
 * Value of a sound expression (see `checkExpression`); times in seconds, rates in Hz. A comparison with NaN, such as
 * the rate of a window without steps, is false; `!=` is true.
 *
 * @param read Value of a reading; asked in the order of the text, and not for what cannot matter any more.
 */
export function evaluateExpression(
  expression: Expression,
  read: (reading: Reading) => number | boolean,
): number | boolean {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'reading':
      return read(expression);
    case 'unary': {
      const value = evaluateExpression(expression.operand, read);
      return expression.operator === 'not' ? !value : -Number(value);
    }
    case 'binary': {
      const { operator, left, right } = expression;
      const first = evaluateExpression(left, read);
      if (operator === 'and') return Boolean(first) && evaluateExpression(right, read);
      if (operator === 'or') return Boolean(first) || evaluateExpression(right, read);
      return OPERATIONS[operator](Number(first), Number(evaluateExpression(right, read)));
    }
  }
}

/** Every reading of an expression, in the order of the text. */
export function readingsOf(expression: Expression): readonly Reading[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'reading':
      return [expression];
    case 'unary':
      return readingsOf(expression.operand);
    case 'binary':
      return [...readingsOf(expression.left), ...readingsOf(expression.right)];
  }
}
