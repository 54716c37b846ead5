import type { z } from 'zod';
import { ENCODERS, type EncoderDescription, type EncoderKind } from '../../data/encoders/encoder.js';
import { choice, decimal, integer, map, namesOf } from './fields.js';

type OptionsOf<K extends EncoderKind> = Readonly<
  Record<Exclude<keyof (EncoderDescription & { kind: K }), 'kind'>, z.ZodType>
>;

const OPTIONS: { readonly [K in EncoderKind]: OptionsOf<K> } = {
  direct: { gain: decimal() },
  rate: { gain: decimal({ above: 0 }) },
  latency: { threshold: decimal() },
  delta: { threshold: decimal({ min: 0 }) },
  population: { fields: integer({ min: 2 }), low: decimal(), high: decimal() },
  spikes: {},
};

function encodeForm(kind: EncoderKind): z.ZodObject {
  const options = Object.entries<z.ZodType>(OPTIONS[kind]).map(([name, form]) => [name, form.optional()]);
  return map({ kind: choice([kind]), ...Object.fromEntries(options) });
}

const ENCODER_NAMES = namesOf(ENCODERS);
export const ENCODER_NAME = choice(ENCODER_NAMES);
export const ENCODE_FORMS = Object.fromEntries(ENCODER_NAMES.map((kind) => [kind, encodeForm(kind)])) as {
  readonly [K in EncoderKind]: z.ZodObject;
};
