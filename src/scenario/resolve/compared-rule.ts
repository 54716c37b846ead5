import type { ComparedRule, GridPoint } from '../comparison.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { COMPARED_RULE_FORM, MOST_GRID_POINTS } from '../form/compare-form.js';
import { applyOverride } from '../overrides/apply-overrides.js';
import { type Override, pathOfKey } from '../overrides/read-override.js';
import type { Problem, Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import { type MapEntry, type MapTree, pathText, plainValue, type Tree, withEntry } from '../tree/tree.js';
import { resolveScenario } from './resolve-scenario.js';

/** What a rule may not change: its runs stand beside those of the others, and are paired by seed. */
const SHARED: readonly string[] = ['scenario', 'name', 'seed', 'compare'];

/** One key of the scenario and its values; `with` has one value a key, `tune` any number. */
interface Setting {
  readonly key: string;
  readonly overrides: readonly Override[];
}

/** Reads one entry of `with` or `tune`. */
function readSetting(
  key: string,
  { keyPlace, value }: MapEntry,
  holder: Located,
  valuesOf: (value: Located) => readonly Tree[] | undefined,
  report: Report,
): Setting | undefined {
  const at: Located = {
    tree: { kind: 'scalar', value: key, source: key, quoted: false, place: keyPlace },
    path: holder.path,
  };
  const path = pathOfKey(key);
  const values = valuesOf({ tree: value, path: [...holder.path, key] });
  if (path === undefined) reportAt(at, 'a key of the scenario such as learn.optimizer.lr', report);
  else if (SHARED.includes(String(path[0])))
    reportAt(at, `a key that may differ between rules (not ${listed(SHARED)})`, report);
  else if (values) return { key, overrides: values.map((each) => ({ path, value: each, place: keyPlace })) };
  return undefined;
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

/** All combinations of one value a key, the last key fastest. */
function combinations(settings: readonly Setting[]): readonly (readonly Override[])[] {
  return settings.reduce<readonly (readonly Override[])[]>(
    (so, { overrides }) => so.flatMap((chosen) => overrides.map((override) => [...chosen, override])),
    [[]],
  );
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
      const place = overrides[0]!.place;
      const at: Located = { tree: { kind: 'scalar', value: key, source: key, quoted: false, place }, path: part.path };
      reportAt(at, 'a key that "with" does not set', report);
    }
  const count = tuned.sound.reduce((product, { overrides }) => product * overrides.length, 1);
  if (count > MOST_GRID_POINTS) {
    reportAt(tunePart ?? part, `at most ${MOST_GRID_POINTS} combinations`, report, { got: String(count) });
    return undefined;
  }
  const entries = new Map(base.entries);
  entries.delete('compare');
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
