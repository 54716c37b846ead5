import { isOption, type OptionForm, optionText } from './option-form.js';

/** An option that is not what it should be. */
export interface OptionProblem {
  /** `decay`, `reward.low`; a description as a whole is blamed by its `kind`. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
  /** What to do about it, where that is not plain. */
  readonly remedy?: string;
}

/** What came, in a few words: `NaN`, `"sofmax"`, `nothing`. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Every option that is not as its form says. */
export function optionProblems(
  options: object,
  forms: Readonly<Record<string, OptionForm>>,
  place = '',
): readonly OptionProblem[] {
  const values = options as Readonly<Record<string, unknown>>;
  return Object.entries(forms)
    .filter(([name, form]) => !isOption(form, values[name]))
    .map(([name, form]) => ({ field: place + name, expected: optionText(form), got: valueText(values[name]) }));
}

/**
 * Every problem of a description by itself: its kind, then its options. Types promise both, but descriptions also come
 * from JavaScript and from JSON.
 *
 * @param forms The options of each kind. @param place What the description is for, as `neuron` or `learn.rule`.
 */
export function kindProblems(
  description: { readonly kind: string },
  forms: Readonly<Record<string, Readonly<Record<string, OptionForm>>>>,
  place: string,
): readonly OptionProblem[] {
  const kind: unknown = (description as { readonly kind: string } | undefined)?.kind;
  const names = Object.keys(forms);
  if (typeof kind !== 'string' || !names.includes(kind))
    return [{ field: place, expected: optionText({ type: 'choice', names }), got: valueText(kind) }];
  return optionProblems(description, forms[kind]!, `${place}.`);
}
