import { isOption, type NumberLimits, optionText } from '../core/option-form.js';
import type { OptionProblem } from '../core/option-problems.js';
import { listed, nearestName, quoted } from '../scenario/problems/words.js';

/** Options of a command as they were typed, by name in camel case; those without an argument are `true`. */
export type OptionTexts = Readonly<Record<string, string | boolean | undefined>>;

/** What a number may be. */
type NumberForm = { readonly type: 'number' | 'whole' } & NumberLimits;

/**
 * Reads options one after the other and remembers what is wrong, so that all of it can be told at once. A value that
 * is wrong is read as NaN or as an empty list: whoever goes on must look at `problems` first.
 */
export interface OptionReader {
  readonly problems: readonly OptionProblem[];
  /** Adds a problem that was found elsewhere; `flag` without the dashes. */
  blame(flag: string, problem: Omit<OptionProblem, 'field'>): void;
  given(flag: string): boolean;
  text(flag: string): string;
  number(flag: string, form: NumberForm): number;
  /** Numbers separated by commas, at least one. */
  numbers(flag: string, form: NumberForm): readonly number[];
  /** Sizes joined by dashes, at least two: `784-1000-10`. */
  sizes(flag: string): readonly number[];
  /** One of these names. */
  name(flag: string, names: readonly string[]): string;
  /** Some of these names, separated by commas, each once. */
  names(flag: string, names: readonly string[]): readonly string[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SIZES = /^\d{1,9}(-\d{1,9})+$/;

const camelCase = (flag: string): string => flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A reader of what was typed. */
export function optionReader(texts: OptionTexts): OptionReader {
  const problems: OptionProblem[] = [];
  const typed = (flag: string): string => {
    const value = texts[camelCase(flag)];
    return typeof value === 'string' ? value.trim() : '';
  };
  const blame = (flag: string, problem: Omit<OptionProblem, 'field'>): void => {
    problems.push({ field: `--${flag}`, ...problem });
  };
  const gotText = (text: string): string => (text === '' ? 'nothing' : quoted(text));
  const parsed = (text: string, form: NumberForm): number => {
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    return isOption(form, value) ? value : Number.NaN;
  };
  const checkedName = (flag: string, name: string, names: readonly string[]): boolean => {
    if (names.includes(name)) return true;
    const nearest = nearestName(name, names);
    const expected = `one of ${listed(names)}`;
    blame(flag, {
      expected,
      got: gotText(name),
      ...(nearest === undefined ? {} : { remedy: `did you mean "${nearest}"?` }),
    });
    return false;
  };
  return {
    problems,
    blame,
    given: (flag) => texts[camelCase(flag)] !== undefined,
    text(flag) {
      const text = typed(flag);
      if (text === '') blame(flag, { expected: 'a text', got: 'nothing' });
      return text;
    },
    number(flag, form) {
      const value = parsed(typed(flag), form);
      if (Number.isNaN(value)) blame(flag, { expected: optionText(form), got: gotText(typed(flag)) });
      return value;
    },
    numbers(flag, form) {
      const values = typed(flag)
        .split(',')
        .map((text) => parsed(text.trim(), form));
      if (!values.some(Number.isNaN)) return values;
      blame(flag, { expected: `a list such as 1,2,5, each ${optionText(form)}`, got: gotText(typed(flag)) });
      return [];
    },
    sizes(flag) {
      const text = typed(flag);
      const sizes = SIZES.test(text) ? text.split('-').map(Number) : [];
      if (sizes.length > 0 && sizes.every((size) => size > 0)) return sizes;
      blame(flag, { expected: 'sizes > 0 joined by dashes, such as 784-1000-10', got: gotText(text) });
      return [];
    },
    name(flag, names) {
      const name = typed(flag);
      checkedName(flag, name, names);
      return name;
    },
    names(flag, names) {
      const chosen = typed(flag)
        .split(',')
        .map((name) => name.trim());
      return [...new Set(chosen)].filter((name) => checkedName(flag, name, names));
    },
  };
}
