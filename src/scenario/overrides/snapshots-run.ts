import { STUDIES } from '../resolve/setting.js';
import { type Path, pathText, type Tree } from '../tree/tree.js';
import { type Override, readOverride } from './read-override.js';

const read = (text: string): Override | undefined => readOverride(text, () => undefined);

/** Text as YAML reads it back as the same text; one with a space would not stand by itself among others. */
function plainOrQuoted(text: string): string {
  const value = /^\S+$/.test(text) ? read(`x=${text}`)?.value : undefined;
  return value?.kind === 'scalar' && value.value === text ? text : JSON.stringify(text);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

/** A value in one spelling of all that mean it: `1e-3` and `0.001` are `0.001`. */
function spelled(tree: Tree, isInside = false): string {
  if (tree.kind === 'list') return `[${tree.items.map((item) => spelled(item, true)).join(',')}]`;
  if (tree.kind === 'map') {
    const entries = [...tree.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, { value }]) => `${JSON.stringify(key)}:${spelled(value, true)}`).join(',')}}`;
  }
  const { value } = tree;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'string') return String(value);
  return isInside ? JSON.stringify(value) : plainOrQuoted(value);
}

/** Whether the second way is the first, or leads there. */
const isWithin = (path: Path, above: Path): boolean => above.every((step, n) => step === path[n]);

/** Whether two ways may lead to the same although they differ: an item of a list has an index, and may have a name. */
function mayMeet(a: Path, b: Path): boolean {
  const n = a.findIndex((step, at) => step !== b[at]);
  return n >= 0 && n < b.length && typeof a[n] !== typeof b[n];
}

const isOfRun = ({ path }: Override): boolean =>
  !STUDIES.includes(String(path[0])) && !(path.length === 1 && path[0] === 'seed');

/** Overrides without those that later ones replace, in the order of their keys, unless their own order may count. */
function ordered(overrides: readonly Override[]): readonly Override[] {
  const last = overrides.filter(({ path }, n) => !overrides.slice(n + 1).some((later) => isWithin(path, later.path)));
  const counts = last.some(({ path }, n) => last.slice(n + 1).some((later) => mayMeet(path, later.path)));
  return counts ? last : last.toSorted((a, b) => (pathText(a.path) < pathText(b.path) ? -1 : 1));
}

/**
 * Tells runs of one scenario file apart, whose snapshots lie in one file: by seed and by overrides, however their values are
 * spelled and in whatever order they are given. `seed=5 learn.optimizer.lr=0.001 train.epochs=2`. What says which runs a sweep or
 * a comparison has does not count.
 *
 * @param overrides Sound ones; others stay as they are.
 */
export function snapshotsRun(seed: number, overrides: readonly string[]): string {
  const sound = overrides.flatMap((text) => read(text) ?? []);
  const texts =
    sound.length < overrides.length
      ? overrides
      : ordered(sound.filter(isOfRun)).map(({ path, value }) => `${pathText(path)}=${spelled(value)}`);
  return [`seed=${seed}`, ...texts].join(' ');
}

/** The name that `snapshotsRun` gives a run today whose overrides are in it as they were given, behind each other. */
export function renamedSnapshotsRun(run: string): string {
  const [, seed, overrides] = /^seed=(\d+)(?: (.*))?$/su.exec(run) ?? [];
  if (seed === undefined) return run;
  const texts = overrides?.split(/ (?=[\p{L}_][\p{L}\p{N}_.[\]-]*=)/u) ?? [];
  return snapshotsRun(Number(seed), texts);
}
