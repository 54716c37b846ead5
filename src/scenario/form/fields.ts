import { z } from 'zod';
import { type NumberLimits, type OptionForm, optionText } from '../../core/option-form.js';
import { listed } from '../problems/words.js';

function limited<N extends z.ZodNumber>(field: N, limits: NumberLimits, error: string): N {
  let checked = field;
  if (limits.min !== undefined) checked = checked.gte(limits.min, { error }) as N;
  if (limits.above !== undefined) checked = checked.gt(limits.above, { error }) as N;
  if (limits.max !== undefined) checked = checked.lte(limits.max, { error }) as N;
  if (limits.below !== undefined) checked = checked.lt(limits.below, { error }) as N;
  return checked;
}

// The error of every field here is what was expected, in words: `checkForm` puts it after "expected".

/** A finite number. */
export function decimal(limits: NumberLimits = {}): z.ZodNumber {
  const error = optionText({ type: 'number', ...limits });
  return limited(z.number({ error }), limits, error);
}

/** An integer that 64-bit floats hold exactly. */
export function integer(limits: NumberLimits = {}): z.ZodInt {
  const error = optionText({ type: 'whole', ...limits });
  return limited(z.int({ error }), { max: Number.MAX_SAFE_INTEGER, ...limits }, error);
}

/** One of some names. */
export function choice<const N extends string>(names: readonly N[]): z.ZodEnum<{ [K in N]: K }> {
  return z.enum(names, { error: `one of ${listed(names)}` });
}

/** The names of a table, as its type knows them. */
export function namesOf<T extends object>(table: T): readonly (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** Text of at least one character, none of which a file or a terminal might change: no control characters. */
export function text(error: string): z.ZodString {
  return z.string({ error }).regex(/^[^\p{Cc}\p{Cs}]+$/u, { error });
}

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

type FieldOf<F extends OptionForm> = F extends { type: 'number' }
  ? z.ZodNumber
  : F extends { type: 'whole' }
    ? z.ZodInt
    : z.ZodType;

/** An option as core's tables describe it. */
export function optionField<F extends OptionForm>(form: F): FieldOf<F>;
export function optionField(form: OptionForm): z.ZodType {
  if (form.type === 'flag') return flag();
  if (form.type === 'choice') return choice(form.names);
  return form.type === 'whole' ? integer(form) : decimal(form);
}

/** The options of core's table; those that have a default may be left out. */
export function optionFields<N extends string>(
  forms: Readonly<Record<N, OptionForm>>,
  defaults: object = {},
): Record<N, z.ZodType> {
  const fields: Partial<Record<N, z.ZodType>> = {};
  for (const name of namesOf(forms)) {
    const field = optionField(forms[name]);
    fields[name] = Object.hasOwn(defaults, name) ? field.optional() : field;
  }
  return fields as Record<N, z.ZodType>;
}

/** A map with these keys and no others. */
export function map<S extends z.core.$ZodLooseShape>(shape: S, error = 'a map') {
  return z.strictObject(shape, { error });
}

export function list<T extends z.ZodType>(item: T, error: string): z.ZodArray<T> {
  return z.array(item, { error });
}

/** Name of a layer: it is part of tensor names and of override paths. */
export function layerId(): z.ZodString {
  const error = 'a name of letters, digits, dashes and underscores that begins with a letter';
  return z.string({ error }).regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { error });
}
