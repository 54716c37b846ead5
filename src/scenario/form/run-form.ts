import { z } from 'zod';
import { METRICS } from '../metrics.js';
import { choice, decimal, integer, layerId, list, map, namesOf } from './fields.js';

/** `train`, `test`, `record` and `expect`: how the run goes, what it keeps and what it must reach. */
export const TRAIN_FORM = map({
  epochs: integer({ min: 1 }).optional(),
  batch: integer({ min: 1 }).optional(),
});

export const TEST_FORM = map({
  every: integer({ min: 1 }).optional(),
  batch: integer({ min: 1 }).optional(),
});

export const RECORD_FORM = map({
  spikes: list(layerId(), 'a list of layer names').optional(),
  samples: integer({ min: 1 }).optional(),
});

export const CONDITIONS = ['atLeast', 'atMost', 'between', 'equals'] as const;

export const EXPECTATION_FORM = map({
  that: choice(namesOf(METRICS)),
  atLeast: decimal().optional(),
  atMost: decimal().optional(),
  between: z.tuple([decimal(), decimal()], { error: '[low, high]' }).optional(),
  equals: decimal().optional(),
});
