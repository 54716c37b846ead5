import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { CONDITIONS, EXPECTATION_FORM } from '../form/run-form.js';
import type { Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import type { Expectation } from '../scenario.js';

function resolveExpectation(part: Located, report: Report): Expectation | undefined {
  const fields = checkForm(EXPECTATION_FORM, part, report);
  if (fields === undefined) return undefined;
  const given = CONDITIONS.filter((condition) => fields[condition] !== undefined);
  if (given.length !== 1) {
    const got = given.length === 0 ? 'none' : listed(given);
    reportAt(part, `exactly one of ${listed(CONDITIONS)}`, report, { got });
    return undefined;
  }
  const { between } = fields;
  if (between && between[0] > between[1]) {
    reportAt(below(part, 'between') ?? part, 'the lower bound first', report, { got: `[${between.join(', ')}]` });
    return undefined;
  }
  return fields as Expectation;
}

/** Reads `expect`; none when it is missing. */
export function resolveExpect(part: Located | undefined, report: Report): readonly Expectation[] | undefined {
  if (part === undefined) return [];
  if (part.tree.kind !== 'list') {
    reportAt(part, 'a list of expectations', report);
    return undefined;
  }
  const { items } = part.tree;
  const sound = items.flatMap((tree, n) => resolveExpectation({ tree, path: [...part.path, n] }, report) ?? []);
  return sound.length === items.length ? sound : undefined;
}
