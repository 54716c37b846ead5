import type { ComparedRule, GridPoint } from '../comparison.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { COMPARED_RULE_FORM, MOST_GRID_POINTS } from '../form/compare-form.js';
import { applyOverride } from '../overrides/apply-overrides.js';
import type { Problem, Report } from '../problems/problem.js';
import { type MapEntry, type MapTree, pathText, plainValue, type Tree, withEntry } from '../tree/tree.js';
import { resolveScenario } from './resolve-scenario.js';
import { combinations, locatedKey, pathOfSetting, type Setting, STUDIES } from './setting.js';

/** What a rule may not change: its runs stand beside those of the others, and are paired by seed. */
const SHARED: readonly string[] = ['scenario', 'name', 'seed', ...STUDIES];

/** Reads one entry of `with`, which has one value a key, or of `tune`, which has any number. */
function readSetting(
  key: string,
  { keyPlace, value }: MapEntry,
  holder: Located,
  valuesOf: (value: Located) => readonly Tree[] | undefined,
  report: Report,
): Setting | undefined {
  const values = valuesOf({ tree: value, path: [...holder.path, key] });
  const path = pathOfSetting(key, locatedKey(key, keyPlace, holder.path), SHARED, 'rules', report);
  if (path === undefined || values === undefined) return undefined;
  return { key, overrides: values.map((each) => ({ path, value: each, place: keyPlace })) };
}

/** What was read of `with` or `tune`: all of it, or what is sound of it. */
interface Settings {
  readonly all: boolean;
  readonly sound: readonly Setting[];
}

/** Reads `with` or `tune`: keys of the scenario with their values. */
function readSettings(
  part: Located | undefined,
  valuesOf: (value: Located) => readonly Tree[] | undefined,
  report: Report,
): Settings {
  if (part === undefined) return { all: true, sound: [] };
  if (part.tree.kind !== 'map') {
    reportAt(part, 'a map from keys such as learn.optimizer.lr to their values', report);
    return { all: false, sound: [] };
  }
  const entries = [...part.tree.entries];
  const sound = entries.flatMap(([key, entry]) => readSetting(key, entry, part, valuesOf, report) ?? []);
  return { all: sound.length === entries.length, sound };
}

function valuesToTune(report: Report): (value: Located) => readonly Tree[] | undefined {
  return (value) => {
    if (value.tree.kind === 'list' && value.tree.items.length > 0) return value.tree.items;
    reportAt(value, 'a list of at least one value', report);
    return undefined;
  };
}

/** Reports a problem of a scenario that a rule makes as one of the rule, unless the file itself has it. */
function ofRule(rule: Located, known: (problem: Problem) => boolean, report: Report): Report {
  return (problem) => {
    if (known(problem)) return;
    const place = pathText(rule.path);
    const path = problem.path.startsWith('learn') ? `${place}.${problem.path}` : `${place}: ${problem.path}`;
    report({ ...problem, path, message: `${path}${problem.message.slice(problem.path.length)}` });
  };
}

/**
 * Reads one entry of `compare.rules` and resolves every scenario that it leads to.
 *
 * @param base  The whole file; its `compare` is left aside.
 * @param known True for a problem that the file has without this rule.
 */
export function resolveComparedRule(
  part: Located,
  base: MapTree,
  known: (problem: Problem) => boolean,
  report: Report,
): ComparedRule | undefined {
  const fields = checkForm(COMPARED_RULE_FORM, part, report);
  if (part.tree.kind !== 'map') return undefined;
  const given = readSettings(below(part, 'with'), ({ tree }) => [tree], report);
  const tunePart = below(part, 'tune');
  const tuned = readSettings(tunePart, valuesToTune(report), report);
  for (const { key, overrides } of tuned.sound)
    if (given.sound.some((fixed) => fixed.key === key)) {
      const at = locatedKey(key, overrides[0]!.place, part.path);
      reportAt(at, 'a key that "with" does not set', report);
    }
  const count = tuned.sound.reduce((product, { overrides }) => product * overrides.length, 1);
  if (count > MOST_GRID_POINTS) {
    reportAt(tunePart ?? part, `at most ${MOST_GRID_POINTS} combinations`, report, { got: String(count) });
    return undefined;
  }
  const entries = new Map(base.entries);
  for (const section of STUDIES) entries.delete(section);
  const learn = part.tree.entries.get('learn');
  const own: MapTree = { ...base, entries };
  const start: Tree = learn ? withEntry(own, 'learn', learn.value, learn.keyPlace) : own;
  const told = ofRule(part, known, report);
  const fixed = given.sound.flatMap(({ overrides }) => overrides);
  const grid = combinations(tuned.sound).flatMap((chosen): readonly GridPoint[] => {
    const tree = [...fixed, ...chosen].reduce<Tree>((so, override) => applyOverride(so, override, told), start);
    const scenario = resolveScenario(tree, told);
    const settings = Object.fromEntries(chosen.map(({ value }, n) => [tuned.sound[n]!.key, plainValue(value)]));
    return scenario ? [{ settings, scenario }] : [];
  });
  if (!fields || !given.all || !tuned.all || grid.length < count) return undefined;
  const written = given.sound.map(({ key, overrides }) => [key, plainValue(overrides[0]!.value)]);
  return { name: fields.name, with: Object.fromEntries(written), grid };
}
