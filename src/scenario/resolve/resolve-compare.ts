import { sourceShape } from '../../data/source-shape.js';
import { VALIDATE_EVERY } from '../../data/training-part.js';
import type { ComparedRule, Comparison } from '../comparison.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { COMPARE_FORM } from '../form/compare-form.js';
import { wholeMetric } from '../metrics.js';
import type { Problem, Report } from '../problems/problem.js';
import { listed, nearestName } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import { type Tree, textAt } from '../tree/tree.js';
import { resolveComparedRule } from './compared-rule.js';

const USUAL_SEEDS = 5;

/** Whether any choice of a rule is trained or tested on other data, or in another encoding, than the file says. */
function hasOwnData({ grid }: ComparedRule, base: Scenario): boolean {
  const dataOf = ({ data, encode }: Scenario) => JSON.stringify([data, encode]);
  return grid.some(({ scenario }) => dataOf(scenario) !== dataOf(base));
}

/** A list as it is; a number n as n seeds in a row. */
function seedsOf(given: number | readonly number[], first: number): readonly number[] {
  return typeof given === 'number' ? Array.from({ length: given }, (_, n) => first + n) : given;
}

function checkNames(parts: readonly Located[], report: Report): readonly string[] {
  const names: string[] = [];
  for (const part of parts) {
    const name = textAt(part.tree, 'name');
    if (name === undefined) continue;
    if (names.includes(name)) reportAt(below(part, 'name') ?? part, 'a name that no other rule has', report);
    names.push(name);
  }
  return names;
}

/** Validation samples are cut from the training samples: there must be some. */
function checkValidation(part: Located, rules: readonly ComparedRule[], report: Report): void {
  for (const { name, grid } of rules.filter((rule) => rule.grid.length > 1)) {
    const found = grid.map(({ scenario }) => validationProblem(scenario)).find((problem) => problem !== undefined);
    if (found) reportAt(part, `nothing to tune in "${name}", or ${found.expected}`, report, { got: found.got });
  }
}

function validationProblem({ data: { train } }: Scenario) {
  if (train.split !== 'train')
    return { expected: 'data.train with split "train", of which a part validates', got: `"${train.split}"` };
  const count = sourceShape(train)?.count;
  if (count === undefined || count >= VALIDATE_EVERY) return undefined;
  return {
    expected: `at least ${VALIDATE_EVERY} training samples, of which every fifth validates`,
    got: String(count),
  };
}

/** Whatever a rule changes of its data, it may not learn from what it is tested on. */
function checkTraining(parts: readonly Located[], rules: readonly ComparedRule[], report: Report): void {
  for (const { name, grid } of rules) {
    const taught = grid.find(({ scenario: { data } }) => data.train.split === 'test' && data.test.split === 'test');
    const part = parts.find(({ tree }) => textAt(tree, 'name') === name);
    if (taught && part) reportAt(part, 'data.train that is not the test samples', report, { got: 'split "test"' });
  }
}

/**
 * Reads `compare`: which rules learn the same task, with which seeds, and what is tuned.
 *
 * @param tree  The whole file.
 * @param base  The scenario that the file is without `compare`; undefined when it is not sound.
 * @param known True for a problem that the file has without `compare`.
 * @returns undefined when there is no such section, or something was reported.
 */
export function resolveCompare(
  tree: Tree,
  base: Scenario | undefined,
  known: (problem: Problem) => boolean,
  report: Report,
): Comparison | undefined {
  const part = below({ tree, path: [] }, 'compare');
  if (part === undefined || tree.kind !== 'map') return undefined;
  const fields = checkForm(COMPARE_FORM, part, report);
  const list = below(part, 'rules');
  if (list?.tree.kind !== 'list') return undefined;
  const parts = list.tree.items.map((item, n): Located => ({ tree: item, path: [...list.path, n] }));
  const names = checkNames(parts, report);
  const rules = parts.flatMap((rule) => resolveComparedRule(rule, tree, known, report) ?? []);
  checkValidation(part, rules, report);
  checkTraining(parts, rules, report);
  const baseline = textAt(part.tree, 'baseline') ?? names[0];
  const at = below(part, 'baseline');
  if (at && baseline !== undefined && !names.includes(baseline))
    reportAt(at, `the name of a rule (${listed(names)})`, report, { suggestion: nearestName(baseline, names) });
  if (!fields || !base || baseline === undefined || rules.length < parts.length) return undefined;
  const { target, columns = [], tune = {} } = fields;
  const seeds = seedsOf(fields.seeds ?? USUAL_SEEDS, 0);
  // Seeds that no compared run has: what was drawn for a choice should not be drawn again for the result.
  const tuneSeeds = seedsOf(tune.seeds ?? 1, Math.max(...seeds) + 1);
  return {
    name: base.name,
    seeds,
    baseline,
    ...(target === undefined ? {} : { target }),
    tune: { ...(tune.epochs === undefined ? {} : { epochs: tune.epochs }), seeds: tuneSeeds },
    columns: [...new Set(columns.map(wholeMetric))],
    rules: rules.map((rule) => (hasOwnData(rule, base) ? { ...rule, ownData: true } : rule)),
  };
}
