import { problemOf, type Report } from '../problems/problem.js';
import { gotText, listed, nearestName, quoted } from '../problems/words.js';
import { expanded } from '../resolve/shorthands.js';
import { type ListTree, type MapTree, type Path, pathText, type Tree, textAt, withEntry } from '../tree/tree.js';
import { type Override, readOverride } from './read-override.js';

/** Why an override leads nowhere. */
interface Refusal {
  readonly expected: string;
  readonly got: string;
  readonly suggestion?: string | undefined;
}

type Outcome = { readonly tree: Tree } | { readonly refusal: Refusal; readonly at: Path };

function indexIn(list: ListTree, step: string | number): number | Refusal {
  const { items } = list;
  if (typeof step === 'number') {
    if (step < items.length) return step;
    return {
      expected: items.length === 0 ? 'no index: the list is empty' : `an index from 0 to ${items.length - 1}`,
      got: String(step),
    };
  }
  const ids = items.map((item) => textAt(item, 'id'));
  const index = ids.indexOf(step);
  if (index >= 0) return index;
  const names = ids.filter((id) => id !== undefined);
  const expected = names.length === 0 ? 'an index, such as [0]' : `an index or one of ${listed(names)}`;
  return { expected, got: quoted(step), suggestion: nearestName(step, names) };
}

/** The tree with one more value in it; `done` is the way so far, for shorthands and for messages. */
function put(tree: Tree | undefined, { path, value, place }: Override, done: Path): Outcome {
  const step = path[done.length];
  if (step === undefined) return { tree: value };
  const next = [...done, step];
  const open = tree && expanded(tree, done);
  if (open?.kind === 'list') {
    const index = indexIn(open, step);
    if (typeof index !== 'number') return { refusal: index, at: next };
    const inner = put(open.items[index], { path, value, place }, next);
    return 'refusal' in inner ? inner : { tree: { ...open, items: open.items.with(index, inner.tree) } };
  }
  if (open?.kind === 'scalar' && open.value !== null) {
    return {
      refusal: { expected: `nothing below ${pathText(done)}, which is ${gotText(open)}`, got: quoted(String(step)) },
      at: next,
    };
  }
  if (typeof step === 'number') {
    const refusal =
      open?.kind === 'map'
        ? { expected: `a key of ${pathText(done)}, which is a map`, got: `[${step}]` }
        : { expected: `a list at ${pathText(done)} in the file`, got: 'none' };
    return { refusal, at: next };
  }
  const map: MapTree = open?.kind === 'map' ? open : { kind: 'map', entries: new Map(), place };
  const inner = put(map.entries.get(step)?.value, { path, value, place }, next);
  return 'refusal' in inner ? inner : { tree: withEntry(map, step, inner.tree, place) };
}

/** Puts one value into a scenario's tree; one that cannot be applied is reported and left out. */
export function applyOverride(tree: Tree, override: Override, report: Report): Tree {
  const outcome = put(tree, override, []);
  if ('tree' in outcome) return outcome.tree;
  report(problemOf({ place: override.place, path: pathText(outcome.at), ...outcome.refusal }));
  return tree;
}

/**
 * Puts overrides into a scenario's tree, in their order; missing keys are created, shorthands are opened.
 *
 * @returns The new tree; overrides that cannot be applied are reported and left out.
 */
export function applyOverrides(tree: Tree, overrides: readonly string[], report: Report): Tree {
  let result = tree;
  for (const text of overrides) {
    const override = readOverride(text, report);
    if (override !== undefined) result = applyOverride(result, override, report);
  }
  return result;
}
