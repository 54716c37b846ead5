import type { Path, Tree } from '../tree/tree.js';

/** Parts that may be written as one name, and the key that the name then stands for. `*` is any step. */
const SHORTHANDS: readonly { readonly path: readonly string[]; readonly key: string }[] = [
  { path: ['data'], key: 'source' },
  { path: ['data', 'train'], key: 'source' },
  { path: ['data', 'test'], key: 'source' },
  { path: ['encode'], key: 'kind' },
  { path: ['learn'], key: 'rule' },
  { path: ['learn', 'reward'], key: 'kind' },
  { path: ['learn', 'optimizer'], key: 'kind' },
  { path: ['learn', 'schedule'], key: 'kind' },
  { path: ['learn', 'surrogate'], key: 'kind' },
  { path: ['network', 'layers', '*', 'initial'], key: 'kind' },
  { path: ['phases', '*', 'run'], key: 'duration' },
];

/** A scalar as the map that it stands for, where the place allows it: `digits` is `{ source: digits }`. */
export function expanded(tree: Tree, path: Path): Tree {
  if (tree.kind !== 'scalar' || tree.value === null) return tree;
  const shorthand = SHORTHANDS.find(
    (entry) => entry.path.length === path.length && entry.path.every((step, n) => step === '*' || step === path[n]),
  );
  if (shorthand === undefined) return tree;
  return { kind: 'map', entries: new Map([[shorthand.key, { keyPlace: tree.place, value: tree }]]), place: tree.place };
}

/** Writes every shorthand of a scenario out. */
export function withoutShorthands(tree: Tree, path: Path = []): Tree {
  const open = expanded(tree, path);
  if (open.kind === 'list')
    return { ...open, items: open.items.map((item, n) => withoutShorthands(item, [...path, n])) };
  if (open.kind !== 'map') return open;
  const visited = [...open.entries].map(([key, entry]) => {
    return [key, { ...entry, value: withoutShorthands(entry.value, [...path, key]) }] as const;
  });
  return { ...open, entries: new Map(visited) };
}
