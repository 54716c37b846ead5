import { z } from 'zod';
import { METRIC_WORDS } from '../metrics.js';
import { SWEEP_MODES } from '../sweep.js';
import { choice, decimal, flag, integer, list, map, namesOf, text } from './fields.js';

/** More runs than these are a mistake. */
export const MOST_POINTS = 10_000;

const SCALES = ['linear', 'log'] as const;

/** A range of numbers, from which values are drawn. */
export const RANGE_FORM = map({
  min: decimal(),
  max: decimal(),
  scale: choice(SCALES).optional(),
  whole: flag().optional(),
});

/** What `sweep` says besides its keys. */
export const SWEEP_FORM = map({
  mode: choice(namesOf(SWEEP_MODES)).optional(),
  samples: integer({ min: 1, max: MOST_POINTS }).optional(),
  draw: integer({ min: 0 }).optional(),
  report: z.unknown().optional(),
  keys: z.unknown().optional(),
});

/** What is reported of a sweep. */
export const SWEEP_REPORT_FORM = map({
  metric: text(
    'a metric such as accuracy(test), or accuracy(test)@recover of a phase, or a reading that "expect" has',
  ).optional(),
  over: text('a key of the sweep').optional(),
});

const VALUES = z
  .union([list(z.unknown(), 'a list'), RANGE_FORM])
  .describe('Values: a list, or for random and latin-hypercube also a range.');

/** A metric, or one of a phase. */
const METRIC = z.union([choice(METRIC_WORDS), z.string().regex(/^[^@]+@[A-Za-z][A-Za-z0-9_-]*$/)]);

/** For editors: every key that is not one of the above is a path of the file, with its values. */
export const SWEEP_SCHEMA = SWEEP_FORM.extend({
  report: SWEEP_REPORT_FORM.extend({ metric: METRIC.optional() }).optional(),
  keys: z
    .record(z.string(), VALUES)
    .optional()
    .describe('Swept keys, also those that are called like one of the others.'),
}).catchall(VALUES);
