import type { ExpressionProblem } from '../expressions/expression.js';
import { problemOf, type Report } from '../problems/problem.js';
import { pathText } from '../tree/tree.js';
import type { Located } from './check-form.js';

/** Says what is wrong with an expression, and at which of its characters (from 1). */
export function reportExpression(part: Located, { at, ...problem }: ExpressionProblem, report: Report): void {
  const path = `${pathText(part.path)}, character ${at + 1}`;
  report(problemOf({ place: part.tree.place, path, ...problem }));
}
