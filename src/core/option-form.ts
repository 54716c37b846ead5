/** Limits of a number, each inclusive except `above` and `below`. */
export interface NumberLimits {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly below?: number;
}

/** What an option of a description may be: the tables of such forms are what scenarios and code are both checked by. */
export type OptionForm =
  | ({ readonly type: 'number' | 'whole' } & NumberLimits)
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly names: readonly string[] };

/** Names of the options of a description of kind K. */
type OptionName<T extends { readonly kind: string }, K> = T extends unknown
  ? K extends T['kind']
    ? Exclude<keyof T, 'kind'>
    : never
  : never;

/** The form of every option of every kind of a description. */
export type OptionForms<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: Readonly<Record<OptionName<T, K>, OptionForm>>;
};

/** What is allowed, in words: `a number > 0`, `one of "none", "per-step"`. */
export function optionText(form: OptionForm): string {
  switch (form.type) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return `one of ${form.names.map((name) => `"${name}"`).join(', ')}`;
    default: {
      const { min, above, max, below } = form;
      const limits = [
        ...(min === undefined ? [] : [`>= ${min}`]),
        ...(above === undefined ? [] : [`> ${above}`]),
        ...(max === undefined ? [] : [`<= ${max}`]),
        ...(below === undefined ? [] : [`< ${below}`]),
      ];
      const noun = form.type === 'whole' ? 'an integer' : 'a number';
      return limits.length === 0 ? noun : `${noun} ${limits.join(' and ')}`;
    }
  }
}

/** Whether a value is allowed. */
export function isOption(form: OptionForm, value: unknown): boolean {
  if (form.type === 'flag') return typeof value === 'boolean';
  if (form.type === 'choice') return typeof value === 'string' && form.names.includes(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (form.type === 'whole' && !Number.isSafeInteger(value)) return false;
  const { min = -Infinity, above = -Infinity, max = Infinity, below = Infinity } = form;
  return value >= min && value > above && value <= max && value < below;
}
