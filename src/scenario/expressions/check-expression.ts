import { listed, nearestName, quoted } from '../problems/words.js';
import { type Expression, type ExpressionProblem, type Reading, type Unit, unitText } from './expression.js';

/** What a reading is, or what is wrong with it. */
export type Meaning = { readonly unit: Unit } | Omit<ExpressionProblem, 'at'>;

/**
 * Checks that the names of an expression mean something and that units fit: sums and comparisons take two of one unit,
 * products multiply them, `and`, `or` and `not` take what is so or not.
 *
 * @param meaning Told of every reading.
 * @param wanted  Unit that the whole must have.
 * @returns Every problem, in the order of the text; none: the expression is sound.
 */
export function checkExpression(
  expression: Expression,
  meaning: (reading: Reading) => Meaning,
  wanted: Unit,
): readonly ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  const complain = (at: number, expected: string, got: string): undefined => {
    problems.push({ at, expected, got });
  };
  /** Undefined: something in it was complained about already. */
  const unitOf = (node: Expression): Unit | undefined => {
    switch (node.kind) {
      case 'number':
        return node.unit;
      case 'reading': {
        const found = meaning(node);
        if ('unit' in found) return found.unit;
        problems.push({ at: node.at, ...found });
        return undefined;
      }
      case 'unary':
        return required(node.operand, node.operator === 'not' ? ['truth'] : undefined, node.at, node.operator);
      case 'binary':
        return binary(node);
    }
  };
  const required = (node: Expression, units: readonly Unit[] | undefined, at: number, operator: string) => {
    const unit = unitOf(node);
    if (unit === undefined) return undefined;
    const fits = units ? units.includes(unit) : unit !== 'truth';
    if (fits) return unit;
    return complain(at, `${unitText(units?.[0] ?? 0)} for ${quoted(operator)}`, unitText(unit));
  };
  const binary = (node: Expression & { readonly kind: 'binary' }): Unit | undefined => {
    const { operator, left, right, at } = node;
    const isConnective = operator === 'and' || operator === 'or';
    const units = isConnective ? (['truth'] as const) : undefined;
    const [a, b] = [required(left, units, at, operator), required(right, units, at, operator)];
    if (isConnective) return a === undefined || b === undefined ? undefined : 'truth';
    if (a === undefined || b === undefined) return undefined;
    if (operator === '*') return Number(a) + Number(b);
    if (operator === '/') return Number(a) - Number(b);
    if (a !== b) return complain(at, `two of one unit for ${quoted(operator)}`, `${unitText(a)} and ${unitText(b)}`);
    return operator === '+' || operator === '-' ? a : 'truth';
  };
  const unit = unitOf(expression);
  if (unit !== undefined && unit !== wanted) complain(expression.at, unitText(wanted), unitText(unit));
  return problems.toSorted((a, b) => a.at - b.at);
}

/** The problem of a name that nothing has. */
export function unknownName(written: string, names: readonly string[]): Omit<ExpressionProblem, 'at'> {
  const suggestion = nearestName(written, names);
  return {
    expected: `one of ${listed(names)}`,
    got: quoted(written),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
