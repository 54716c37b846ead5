import { InvalidArgumentError } from 'commander';

import { isOption, type OptionForm, optionText } from '../core/option-form.js';

/** Reads an argument that is a whole number, in digits. The reader throws commander's own error for any other. */
export function wholeNumberOf(form: Extract<OptionForm, { type: 'number' | 'whole' }>): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!isOption(form, value)) throw new InvalidArgumentError(`Expected ${optionText(form)}.`);
    return value;
  };
}
