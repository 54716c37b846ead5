import { z } from 'zod';
import { integer, map } from './fields.js';

/** The versions of the scenario format that this Heaviside reads. */
export const KNOWN_VERSIONS: readonly number[] = [1];

const NAME_ERROR =
  'a name of at most 64 letters, digits, dots, dashes and underscores that begins with a letter or digit';
const NAME = z.string({ error: NAME_ERROR }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: NAME_ERROR });
const SEED = integer({ min: 0 });

const section = z.unknown();
const required = (error: string) => z.custom<unknown>((value) => value !== undefined, { error });

/** The keys of a scenario; its sections are checked each by its own form. */
export const SCENARIO_FORM = map({
  scenario: z.literal(1, { error: `the format version, ${KNOWN_VERSIONS.join(' or ')}` }),
  name: NAME,
  seed: SEED.optional(),
  time: section.optional(),
  data: required('the name of a source, or a map'),
  encode: section.optional(),
  network: required('a map with "layers"'),
  learn: section.optional(),
  nodes: section.optional(),
  phases: section.optional(),
  train: section.optional(),
  test: section.optional(),
  record: section.optional(),
  checkpoint: section.optional(),
  expect: section.optional(),
  compare: section.optional(),
  sweep: section.optional(),
});
