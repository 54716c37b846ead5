/** Where something was written: a position in the file (both count from 1), or the override that brought it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The override's whole text; `line` and `column` are 0 then. */
  readonly override?: string;
}

/** A plain value as it was written. */
export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The characters of the file, for messages: `1e999`, not `Infinity`. */
  readonly source: string;
  readonly quoted: boolean;
  readonly place: Place;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly place: Place;
}

export interface MapEntry {
  readonly keyPlace: Place;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly place: Place;
}

/** A YAML document reduced to plain data, every part of which knows where it was written. Immutable. */
export type Tree = ScalarTree | ListTree | MapTree;

/** Steps from the root of a scenario to one of its parts. */
export type Path = readonly (string | number)[];

/** A path as people write it: `network.layers[1].threshold`. */
export function pathText(path: Path): string {
  return path.map((step, n) => (typeof step === 'number' ? `[${step}]` : n === 0 ? step : `.${step}`)).join('');
}

/** The part that one step leads to, where there is one. */
export function childOf(tree: Tree, step: string | number): Tree | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step))?.value;
  return tree.kind === 'list' && typeof step === 'number' ? tree.items[step] : undefined;
}

/** The text at `key` of a map; undefined when there is none or it is not text. */
export function textAt(tree: Tree | undefined, key: string): string | undefined {
  const child = tree && childOf(tree, key);
  return child?.kind === 'scalar' && typeof child.value === 'string' ? child.value : undefined;
}

/** The map with one entry added or replaced. */
export function withEntry(map: MapTree, key: string, value: Tree, keyPlace: Place): MapTree {
  const before = map.entries.get(key);
  return { ...map, entries: new Map(map.entries).set(key, { keyPlace: before?.keyPlace ?? keyPlace, value }) };
}

/** The tree as plain data. Every key becomes an own property, also `__proto__`. */
export function plainValue(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainValue);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plainValue(entry.value)]));
}
