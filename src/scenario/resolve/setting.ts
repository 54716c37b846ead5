import { type Located, reportAt } from '../form/check-form.js';
import { type Override, pathOfKey } from '../overrides/read-override.js';
import type { Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import type { Path, Place } from '../tree/tree.js';

/** Sections of a file that ask for many runs; no run has them. */
export const STUDIES: readonly string[] = ['compare', 'sweep'];

/** One key of the scenario and the values that it takes. */
export interface Setting {
  readonly key: string;
  readonly overrides: readonly Override[];
}

/** A key by itself, for problems with it. */
export function locatedKey(key: string, place: Place, path: Path): Located {
  return { tree: { kind: 'scalar', value: key, source: key, quoted: false, place }, path };
}

/**
 * The way that a key of the scenario names.
 *
 * @param at     The key, see `locatedKey`.
 * @param shared Keys of the file that may not differ.
 * @param whose  Between what the others may differ, for messages.
 * @returns undefined when it is no such key, which was reported.
 */
export function pathOfSetting(
  key: string,
  at: Located,
  shared: readonly string[],
  whose: string,
  report: Report,
): Path | undefined {
  const path = pathOfKey(key);
  if (path === undefined) reportAt(at, 'a key of the scenario such as learn.optimizer.lr', report);
  else if (shared.includes(String(path[0])))
    reportAt(at, `a key that may differ between ${whose} (not ${listed(shared)})`, report);
  else return path;
  return undefined;
}

/** All combinations of one value a key, the last key fastest. */
export function combinations(settings: readonly Setting[]): readonly (readonly Override[])[] {
  return settings.reduce<readonly (readonly Override[])[]>(
    (so, { overrides }) => so.flatMap((chosen) => overrides.map((override) => [...chosen, override])),
    [[]],
  );
}
