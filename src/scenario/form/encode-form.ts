import type { z } from 'zod';
import type { OptionForms } from '../../core/option-form.js';
import { ENCODERS, type EncoderDescription, type EncoderKind } from '../../data/encoders/encoder.js';
import { choice, map, namesOf, optionFields } from './fields.js';

/** What the options of each encoder may be. */
export const ENCODER_OPTIONS: OptionForms<EncoderDescription> = {
  direct: { gain: { type: 'number' } },
  rate: { gain: { type: 'number', above: 0 } },
  latency: { threshold: { type: 'number' } },
  delta: { threshold: { type: 'number', min: 0 } },
  population: { fields: { type: 'whole', min: 2 }, low: { type: 'number' }, high: { type: 'number' } },
  spikes: {},
};

function encodeForm(kind: EncoderKind): z.ZodObject {
  return map({ kind: choice([kind]), ...optionFields<string>(ENCODER_OPTIONS[kind], ENCODERS[kind].defaults) });
}

const ENCODER_NAMES = namesOf(ENCODERS);
export const ENCODER_NAME = choice(ENCODER_NAMES);
export const ENCODE_FORMS = Object.fromEntries(ENCODER_NAMES.map((kind) => [kind, encodeForm(kind)])) as {
  readonly [K in EncoderKind]: z.ZodObject;
};
