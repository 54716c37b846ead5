import { LEARN_FORMS } from '../form/learn-form.js';
import type { Override } from '../overrides/read-override.js';
import { type MapTree, pathText, type Tree, textAt, withEntry } from '../tree/tree.js';
import { ruleNamed } from './resolve-learn.js';
import { expanded } from './shorthands.js';

/** Keys of `learn` that a rule knows; undefined for what is no rule. */
function optionsOf(rule: string): readonly string[] | undefined {
  const name = ruleNamed(rule);
  return name && Object.keys(LEARN_FORMS[name].shape);
}

function learnOf(tree: Tree): Tree | undefined {
  const learn = tree.kind === 'map' ? tree.entries.get('learn')?.value : undefined;
  return learn && expanded(learn, ['learn']);
}

/**
 * Leaves out what the file sets of `learn` for its own rule and what a swept rule does not know. Whatever is swept itself stays,
 * and so does what the file's own rule does not know either: those are mistakes.
 *
 * @param whole     The file with the values of a point.
 * @param file      The file without them.
 * @param overrides The values of the point.
 * @returns The point's tree, and the ways to what was left out.
 */
export function withoutForeignOptions(
  whole: Tree,
  file: Tree,
  overrides: readonly Override[],
): { readonly tree: Tree; readonly dropped: readonly string[] } {
  const learn = learnOf(whole);
  const swept = overrides.filter(({ path }) => path[0] === 'learn').map(({ path }) => path[1]);
  if (whole.kind !== 'map' || learn?.kind !== 'map' || !swept.includes('rule')) return { tree: whole, dropped: [] };
  const known = optionsOf(textAt(learn, 'rule') ?? '');
  const before = optionsOf(textAt(learnOf(file), 'rule') ?? 'lfp') ?? [];
  const dropped = [...learn.entries.keys()].filter(
    (key) => known && !known.includes(key) && before.includes(key) && !swept.includes(key),
  );
  if (dropped.length === 0) return { tree: whole, dropped };
  const entries: MapTree['entries'] = new Map([...learn.entries].filter(([key]) => !dropped.includes(key)));
  const own = withEntry(whole, 'learn', { ...learn, entries }, learn.place);
  return { tree: own, dropped: dropped.map((key) => pathText(['learn', key])) };
}
