import { checkForm, type Located, reportAt } from '../form/check-form.js';
import { decimal } from '../form/fields.js';
import type { SetParameters } from '../phases/change.js';
import { boundTo, parameterProblem, relationProblem, withParameters } from '../phases/parameters.js';
import { listed } from '../problems/words.js';
import type { PhaseContext } from './phase-context.js';
import { locatedKey } from './setting.js';

/** Checks the name of a parameter at its key. */
export function checkParameter(key: Located, path: string, { parameters, report }: PhaseContext): boolean {
  const problem = parameters && parameterProblem(parameters, path);
  if (problem) reportAt(key, problem.expected, report, problem);
  return parameters !== undefined && problem === undefined;
}

/** Reads a value of a parameter; undefined when it is none. */
export function resolveValue(part: Located, path: string, { parameters, report }: PhaseContext): number | undefined {
  const value = checkForm(decimal(), part, report);
  if (value === undefined || !parameters?.has(path)) return value;
  const problem = parameterProblem(parameters, path, value);
  if (!problem) return value;
  reportAt(part, problem.expected, report);
  return undefined;
}

/** Reads `set`: parameters with their values from now on. */
export function resolveSet(part: Located, context: PhaseContext): SetParameters | undefined {
  const { settings, report } = context;
  if (part.tree.kind !== 'map' || part.tree.entries.size === 0) {
    const got = part.tree.kind === 'map' ? { got: 'no parameter' } : {};
    reportAt(part, 'a map from parameters to numbers, such as { h1.threshold: 1.2 }', report, got);
    return undefined;
  }
  const { entries } = part.tree;
  const parameters: [string, number][] = [];
  let sound = settings !== undefined;
  for (const [path, { keyPlace, value: tree }] of entries) {
    const key = locatedKey(path, keyPlace, [...part.path, path]);
    const known = checkParameter(key, path, context);
    const value = resolveValue({ tree, path: key.path }, path, context);
    const missing = boundTo(path).filter((other) => !entries.has(other));
    if (known && missing.length > 0) reportAt(key, `${listed(missing)} beside it`, report, { got: 'it alone' });
    if (known && value !== undefined && missing.length === 0) parameters.push([path, value]);
    else sound = false;
  }
  const change = { kind: 'set', parameters: Object.fromEntries(parameters) } as const;
  const problem = sound && settings ? relationProblem(withParameters(settings, change.parameters)) : undefined;
  if (problem) reportAt(part, problem.expected, report, problem);
  return sound && !problem ? change : undefined;
}
