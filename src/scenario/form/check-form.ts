import type { z } from 'zod';
import { problemOf, type Report } from '../problems/problem.js';
import { gotText, listed, nearestName, quoted } from '../problems/words.js';
import { childOf, type Path, type Place, pathText, plainValue, type Tree } from '../tree/tree.js';

/** A part of the scenario and the way to it. */
export interface Located {
  readonly tree: Tree;
  readonly path: Path;
}

/** The part below, where there is one. */
export function below(part: Located, step: string | number): Located | undefined {
  const tree = childOf(part.tree, step);
  return tree && { tree, path: [...part.path, step] };
}

/** The entries of a list, each with its way; none when it is no list. */
export function itemsOf(part: Located): readonly Located[] {
  const { tree, path } = part;
  return tree.kind === 'list' ? tree.items.map((item, n) => ({ tree: item, path: [...path, n] })) : [];
}

/** Says that a value is not what it should be. */
export function reportAt(
  part: Located,
  expected: string,
  report: Report,
  more: { readonly got?: string; readonly suggestion?: string | undefined; readonly hint?: string } = {},
): void {
  const { tree, path } = part;
  report(problemOf({ place: tree.place, path: pathText(path), expected, got: gotText(tree), ...more }));
}

/** What to answer to a key that the form does not have. */
export type UnknownKey = (key: string) => { readonly expected: string; readonly hint?: string } | undefined;

interface FormOptions {
  readonly unknownKey?: UnknownKey;
  /** What to do about a key that is missing. */
  readonly missingHint?: (key: string) => string | undefined;
}

function keysOf(form: z.ZodType): readonly string[] {
  return 'shape' in form ? Object.keys(form.shape as object) : [];
}

function reportKey(
  part: Located,
  key: string,
  valid: readonly string[],
  report: Report,
  unknownKey?: UnknownKey,
): void {
  const place = (part.tree.kind === 'map' ? part.tree.entries.get(key)?.keyPlace : undefined) ?? part.tree.place;
  const answer = unknownKey?.(key);
  report(
    problemOf({
      place,
      path: pathText([...part.path, key]),
      expected: answer?.expected ?? `one of the keys ${listed(valid)}`,
      got: quoted(key),
      suggestion: nearestName(key, valid),
      hint: answer?.hint,
    }),
  );
}

/** What a person may have meant by a scalar of the wrong sort. */
function scalarHint(tree: Tree, expected: string, wantsText: boolean): string | undefined {
  if (tree.kind !== 'scalar') return undefined;
  const { value, source } = tree;
  if (typeof value === 'number' && Number.isNaN(value) && /\d/.test(source)) {
    return 'a 64-bit number cannot hold it unchanged';
  }
  if (wantsText && !expected.startsWith('a time') && (typeof value === 'number' || typeof value === 'boolean'))
    return `quote it to mean text: "${source}"`;
  if (typeof value !== 'string' || !tree.quoted || !/^an? (number|integer)\b/.test(expected)) return undefined;
  const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
  return isNumber ? 'it is written as text: leave out the quotes' : undefined;
}

/** Follows an issue's path as far as the file goes. */
function follow(
  part: Located,
  steps: readonly PropertyKey[],
): { readonly found: Tree | undefined; readonly at: Place } {
  let found: Tree | undefined = part.tree;
  let at = part.tree.place;
  for (const step of steps) {
    found = found && childOf(found, typeof step === 'number' ? step : String(step));
    if (found) at = found.place;
  }
  return { found, at };
}

/**
 * Checks one part against its form and reports everything that is wrong with it, each problem at its own place.
 *
 * @returns What the form makes of it; undefined when something was reported.
 */
export function checkForm<F extends z.ZodType>(
  form: F,
  part: Located,
  report: Report,
  options: FormOptions = {},
): z.output<F> | undefined {
  const result = form.safeParse(plainValue(part.tree));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const { found, at } = follow(part, issue.path);
    const path = [...part.path, ...issue.path] as Path;
    if (issue.code === 'unrecognized_keys') {
      const holder = { tree: found ?? part.tree, path };
      const valid = issue.path.length === 0 ? keysOf(form) : [];
      for (const key of issue.keys) reportKey(holder, key, valid, report, options.unknownKey);
      continue;
    }
    const names = issue.code === 'invalid_value' ? issue.values.map(String) : [];
    const written = found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
    report(
      problemOf({
        place: at,
        path: pathText(path),
        expected: issue.message,
        got: gotText(found),
        suggestion: written === undefined ? undefined : nearestName(written, names),
        hint: found
          ? scalarHint(found, issue.message, issue.code === 'invalid_type' && issue.expected === 'string')
          : options.missingHint?.(String(issue.path.at(-1) ?? '')),
      }),
    );
  }
  return undefined;
}
