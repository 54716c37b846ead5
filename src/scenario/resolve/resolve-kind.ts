import type { z } from 'zod';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import { listed } from '../problems/words.js';
import { textAt } from '../tree/tree.js';

/**
 * Reads a map whose `kind` decides which other keys it has.
 *
 * @param forms One form a kind.
 * @param name  The form of `kind` by itself, for when it names none of them.
 * @returns What its form makes of it; undefined when something was reported.
 */
export function resolveKind<K extends string>(
  part: Located,
  forms: { readonly [N in K]: z.ZodObject },
  name: z.ZodType,
  report: Report,
): ({ readonly kind: K } & Readonly<Record<string, unknown>>) | undefined {
  const names = Object.keys(forms) as K[];
  const written = below(part, 'kind');
  if (part.tree.kind !== 'map') {
    reportAt(part, `a name (${listed(names)}), or a map`, report);
    return undefined;
  }
  if (written === undefined) {
    reportAt(part, `a key "kind": one of ${listed(names)}`, report, { got: 'none' });
    return undefined;
  }
  const kind = names.find((candidate) => candidate === textAt(part.tree, 'kind'));
  if (kind === undefined) {
    checkForm(name, written, report);
    return undefined;
  }
  return checkForm(forms[kind], part, report) as { readonly kind: K } | undefined;
}
