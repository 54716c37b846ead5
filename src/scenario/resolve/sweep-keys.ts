import { checkForm, type Located, reportAt } from '../form/check-form.js';
import { RANGE_FORM, SWEEP_FORM } from '../form/sweep-form.js';
import type { Report } from '../problems/problem.js';
import type { SweepMode } from '../sweep.js';
import { type MapTree, type Path, type Place, plainValue } from '../tree/tree.js';
import { locatedKey, pathOfSetting, STUDIES } from './setting.js';
import type { Domain, ValueRange } from './sweep-values.js';

/** What may not be swept: the runs of a sweep are of one scenario. */
const SHARED: readonly string[] = ['scenario', 'name', ...STUDIES];

/** A swept key, and what it may be. */
export interface SweptKey {
  readonly key: string;
  readonly path: Path;
  readonly place: Place;
  readonly domain: Domain;
}

/** Keys of `sweep` that are not swept. */
export const SWEEP_WORDS: readonly string[] = Object.keys(SWEEP_FORM.shape);

const RANGE_WORDS: readonly string[] = Object.keys(RANGE_FORM.shape);

interface KeyEntry {
  readonly key: string;
  readonly place: Place;
  readonly value: Located;
}

/** Maps of keys are opened: `learn: { clip: [1, 2] }` is `learn.clip: [1, 2]`. A map with a word of a range is a range. */
function openEntries(holder: Located, prefix: string, without: readonly string[]): readonly KeyEntry[] {
  if (holder.tree.kind !== 'map') return [];
  return [...holder.tree.entries].flatMap(([name, { keyPlace, value: tree }]) => {
    if (without.includes(name)) return [];
    const [key, value] = [`${prefix}${name}`, { tree, path: [...holder.path, name] }];
    const isMap = tree.kind === 'map' && tree.entries.size > 0;
    if (isMap && !RANGE_WORDS.some((word) => tree.entries.has(word))) return openEntries(value, `${key}.`, []);
    return [{ key, place: keyPlace, value }];
  });
}

/** The entries by key; what an override says takes the place of what the file says. */
function distinctEntries(entries: readonly KeyEntry[], report: Report): readonly KeyEntry[] {
  const found = new Map<string, KeyEntry>();
  for (const entry of entries) {
    const { key, place, value } = entry;
    const isNew = value.tree.place.override !== undefined;
    if (found.has(key) && !isNew) reportAt(locatedKey(key, place, value.path.slice(0, -1)), 'every key once', report);
    else found.set(key, entry);
  }
  return [...found.values()];
}

function rangeOf(part: Located, mode: SweepMode, report: Report): ValueRange | undefined {
  const fields = checkForm(RANGE_FORM, part, report);
  if (fields === undefined) return undefined;
  const { min, max, scale = 'linear', whole = false } = fields;
  const refuse = (expected: string) => void reportAt(part, expected, report, { got: `${min} to ${max}` });
  if (mode === 'grid' || mode === 'list') reportAt(part, `a list of values: mode ${mode} draws none`, report);
  else if (!(min < max)) refuse('a range with min < max');
  else if (scale === 'log' && min <= 0) refuse('a range with min > 0, for a logarithmic scale');
  else if (whole && !(Number.isSafeInteger(min) && Number.isSafeInteger(max)))
    refuse('a range from integer to integer');
  else return { min, max, scale, whole };
  return undefined;
}

function domainOf(part: Located, mode: SweepMode, report: Report): Domain | undefined {
  const { tree } = part;
  if (tree.kind === 'map' && tree.entries.size > 0) {
    const range = rangeOf(part, mode, report);
    return range && { kind: 'range', range, place: tree.place };
  }
  if (tree.kind !== 'list' || tree.items.length === 0) {
    reportAt(part, 'a list of at least one value, or a range { min, max }', report);
    return undefined;
  }
  const values = tree.items;
  const texts = values.map((value) => JSON.stringify(plainValue(value)));
  const again = texts.findIndex((text, n) => texts.indexOf(text) < n);
  if (mode === 'list' || again < 0) return { kind: 'list', values };
  reportAt({ tree: values[again]!, path: [...part.path, again] }, 'every value once', report);
  return undefined;
}

const begins = (path: Path, start: Path): boolean => start.every((step, n) => path[n] === step);

/**
 * Reads the swept keys of the section `sweep`, in the order of the file.
 *
 * @returns undefined when something was reported.
 */
export function readSweptKeys(part: Located & { readonly tree: MapTree }, mode: SweepMode, report: Report) {
  let isSound = true;
  const told: Report = (problem) => {
    isSound = false;
    report(problem);
  };
  const own = part.tree.entries.get('keys');
  const more = own && { tree: own.value, path: [...part.path, 'keys'] };
  if (more && more.tree.kind !== 'map')
    reportAt(more, 'a map from keys such as learn.optimizer.lr to their values', told);
  const entries = [...openEntries(part, '', SWEEP_WORDS), ...(more ? openEntries(more, '', []) : [])];
  if (entries.length === 0) reportAt(part, 'at least one key of the scenario with its values', told, { got: 'none' });
  const keys: SweptKey[] = [];
  for (const { key, place, value } of distinctEntries(entries, told)) {
    const at = locatedKey(key, place, value.path.slice(0, -1));
    const path = pathOfSetting(key, at, SHARED, 'runs', told);
    const domain = domainOf(value, mode, told);
    if (path && keys.some((before) => begins(before.path, path))) reportAt(at, 'a key before those inside it', told);
    else if (path && domain) keys.push({ key, path, place, domain });
  }
  return isSound ? keys : undefined;
}
