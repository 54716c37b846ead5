import { z } from 'zod';
import { COURSES } from '../../record/recording.js';
import { RUN_OPTIONS } from '../run-settings.js';
import { cadence } from './cadence-form.js';
import { choice, integer, list, map, optionField } from './fields.js';

/** `train`, `test`, `record` and `checkpoint`: how the run goes and what it keeps. */
export const TRAIN_FORM = map({
  epochs: optionField(RUN_OPTIONS.train.epochs).optional(),
  batch: optionField(RUN_OPTIONS.train.batch).optional(),
});

export const TEST_FORM = map({
  every: optionField(RUN_OPTIONS.test.every).optional(),
  batch: optionField(RUN_OPTIONS.test.batch).optional(),
  prune: list(optionField(RUN_OPTIONS.prune.fraction), 'a list of shares such as [0.5, 0.9]').optional(),
});

const UNITS_ERROR = 'all, a unit such as 3, units such as "0:8", or a list of these';
const UNITS = z.union([integer({ min: 0 }), z.string().regex(/^\d{1,9}(:\d{1,9})?$/, { error: UNITS_ERROR })], {
  error: UNITS_ERROR,
});

const NODES_ERROR = 'a layer such as h1, units such as "h1[0:50]", or a node set';

export const RECORD_FORM = map({
  spikes: list(z.string({ error: NODES_ERROR }), 'a list of layers, units and node sets').optional(),
  samples: optionField(RUN_OPTIONS.record.samples).optional(),
  traces: z
    .record(z.string(), z.union([z.literal('all'), UNITS, list(UNITS, UNITS_ERROR).min(1)], { error: UNITS_ERROR }), {
      error: 'a map from variables such as h1.voltage to units',
    })
    .optional(),
  every: z.unknown().optional(),
});

/** The form of `record.every`. */
export const RECORD_EVERY_FORM = map(
  Object.fromEntries(COURSES.map((course) => [course, cadence().optional()])) as Record<
    (typeof COURSES)[number],
    z.ZodOptional<z.ZodString>
  >,
);

const EVERY_ERROR = '"auto", "never", or a number of epochs or optimizer steps such as "1 epoch" or "50 steps"';

export const CHECKPOINT_FORM = map({
  every: z.union([choice(['auto', 'never']), cadence(EVERY_ERROR)], { error: EVERY_ERROR }).optional(),
});
