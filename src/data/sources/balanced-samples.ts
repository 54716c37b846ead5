import type { RandomSource } from '../../core/random-source.js';
import type { DataSet } from '../data-set.js';
import { requireWhole } from '../require-option.js';
import { SOURCE_OPTIONS } from './source-options.js';

/** A quarter of a gigabyte of float32: larger than any generated set has use for, small enough for any machine. */
export const MOST_GENERATED_VALUES = 2 ** 26;

export interface SamplePlan {
  readonly name: string;
  readonly samples: number;
  readonly classes: number;
  readonly features: number;
  /** One sample of this class; returns `features` numbers. */
  readonly draw: (label: number, random: RandomSource) => readonly number[];
}

/** Labels of `samples` samples in turn: label of sample i = i mod classes, so class sizes differ by 1 at most. */
export function balancedLabels(samples: number, classes: number): Int32Array {
  return Int32Array.from({ length: samples }, (_, sample) => sample % classes);
}

/** Fails before anything large is allocated. */
export function requireGeneratedSize(samples: number, features: number): void {
  requireWhole('data.samples', samples, SOURCE_OPTIONS.samples);
  requireWhole('values to generate (samples times features)', samples * features, { max: MOST_GENERATED_VALUES });
}

/**
 * Draws an analog data set sample by sample, its classes in turn.
 *
 * @throws HeavisideError `HV_OPTION_RANGE` when the number of samples is not a whole number > 0, or the set too large.
 */
export function balancedSamples(plan: SamplePlan, random: RandomSource): DataSet {
  const { name, samples, classes, features, draw } = plan;
  requireGeneratedSize(samples, features);
  const labels = balancedLabels(samples, classes);
  const values = new Float32Array(samples * features);
  labels.forEach((label, sample) => {
    values.set(draw(label, random), sample * features);
  });
  return { name, shape: [features], classes, count: samples, labels, samples: { kind: 'values', values } };
}
