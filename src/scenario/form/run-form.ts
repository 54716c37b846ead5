import { z } from 'zod';
import { METRICS } from '../metrics.js';
import { RUN_OPTIONS } from '../run-settings.js';
import { choice, decimal, layerId, list, map, namesOf, optionField } from './fields.js';

/** `train`, `test`, `record` and `expect`: how the run goes, what it keeps and what it must reach. */
export const TRAIN_FORM = map({
  epochs: optionField(RUN_OPTIONS.train.epochs).optional(),
  batch: optionField(RUN_OPTIONS.train.batch).optional(),
});

export const TEST_FORM = map({
  every: optionField(RUN_OPTIONS.test.every).optional(),
  batch: optionField(RUN_OPTIONS.test.batch).optional(),
  prune: list(optionField(RUN_OPTIONS.prune.fraction), 'a list of shares such as [0.5, 0.9]').optional(),
});

export const RECORD_FORM = map({
  spikes: list(layerId(), 'a list of layer names').optional(),
  samples: optionField(RUN_OPTIONS.record.samples).optional(),
});

export const CONDITIONS = ['atLeast', 'atMost', 'between', 'equals'] as const;

export const EXPECTATION_FORM = map({
  that: choice(namesOf(METRICS)),
  atLeast: decimal().optional(),
  atMost: decimal().optional(),
  between: z.tuple([decimal(), decimal()], { error: '[low, high]' }).optional(),
  equals: decimal().optional(),
});
