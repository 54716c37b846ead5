import { z } from 'zod';
import { RUN_OPTIONS } from '../run-settings.js';
import { LENGTH_FORM, NODES_FORM } from './event-form.js';
import { choice, decimal, integer, layerId, list, map, optionField } from './fields.js';
import { TRAIN_FORM } from './run-form.js';

/** The form of `nodes`: sets of nodes by name. */
export const NODE_SETS_FORM = z.record(z.string(), NODES_FORM, { error: 'a map from names to nodes' });

export const NODE_SET_NAME = layerId();

const ID_ERROR = 'a name of letters, digits, dashes and underscores that begins with a letter';
const PHASE_ID = z.string({ error: ID_ERROR }).regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { error: ID_ERROR });

/** What a phase does, by the key that a file has for it. */
export const PHASE_FORMS = {
  train: TRAIN_FORM.describe('Learns; epochs and batch as in the top-level `train` unless told.'),
  test: map({ batch: optionField(RUN_OPTIONS.test.batch).optional() }).describe('Shows the test samples once.'),
  run: map({
    duration: LENGTH_FORM,
    samples: list(integer({ min: 0 }), 'a list of numbers of test samples').optional(),
  }).describe('Simulates a single network freely in time: a duration such as 500ms, and the test samples it is shown.'),
} as const;

export const PHASE_KINDS = ['train', 'test', 'run'] as const;

const section = z.unknown().optional();

/** The parts of the form of a phase that have forms of their own. */
type PhaseParts = Readonly<Record<'train' | 'test' | 'run' | 'events' | 'schedule', z.ZodType>>;

/** The form of a phase around its parts, which `parts` replaces where a schema wants them. */
export function phaseForm(parts: PhaseParts) {
  return map(
    {
      id: PHASE_ID,
      from: z.string({ error: 'the name of an earlier phase' }).optional(),
      ...parts,
      checkpoint: choice(['best']).optional(),
    },
    'a phase: a map with "id" and one of "train", "test", "run"',
  );
}

export const PHASE_FORM = phaseForm({
  train: section,
  test: section,
  run: section,
  events: section,
  schedule: section,
});

const x = (error: string) => z.union([decimal({ min: 0 }), z.string()], { error });

/** A course between two values. */
export const COURSE_FORM = map({
  kind: choice(['linear', 'cosine', 'exponential']),
  from: decimal(),
  to: decimal(),
  begin: x('where it begins: a number of epochs or steps').optional(),
  end: x('where it ends: a number of epochs or steps').optional(),
});

/** A course of values, each from its moment on. */
export const POINTS_FORM = z.record(z.string(), decimal(), { error: 'a map from moments to numbers' });
