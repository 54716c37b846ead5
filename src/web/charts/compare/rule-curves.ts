import type { ComparisonDocument } from '../../../sweep/comparison-document.js';

/** Test accuracy of one rule after each epoch, seed by seed. */
export interface RuleCurves {
  readonly rule: string;
  readonly seeds: readonly {
    readonly seed: number;
    /** Ascending. */
    readonly epochs: readonly number[];
    /** As many as `epochs`. */
    readonly accuracy: readonly number[];
  }[];
}

/** Mean of a rule's seeds at each epoch, and the lowest and highest of them. */
export interface MeanCurve {
  readonly rule: string;
  readonly epochs: readonly number[];
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Seeds that were tested at the epoch. */
  readonly count: readonly number[];
}

/** Takes the courses of all runs that came to their end out of a comparison. */
export function ruleCurvesOf({ rules }: Pick<ComparisonDocument, 'rules'>): readonly RuleCurves[] {
  return rules.map(({ name, runs }) => ({
    rule: name,
    seeds: runs.flatMap(({ seed, course }) =>
      course
        ? [{ seed, epochs: course.map(({ epoch }) => epoch), accuracy: course.map(({ accuracy }) => accuracy) }]
        : [],
    ),
  }));
}

/** `mean_e = Σ_s accuracy_se / n_e`, over the n seeds that were tested after epoch e; band from the lowest to the highest. */
export function meanCurve({ rule, seeds }: RuleCurves): MeanCurve {
  const at = new Map<number, number[]>();
  for (const { epochs, accuracy } of seeds)
    epochs.forEach((epoch, k) => {
      const value = accuracy[k];
      if (value !== undefined && Number.isFinite(value)) at.set(epoch, [...(at.get(epoch) ?? []), value]);
    });
  const epochs = [...at.keys()].toSorted((a, b) => a - b);
  const values = epochs.map((epoch) => at.get(epoch)!);
  return {
    rule,
    epochs,
    mean: values.map((all) => all.reduce((sum, value) => sum + value, 0) / all.length),
    low: values.map((all) => Math.min(...all)),
    high: values.map((all) => Math.max(...all)),
    count: values.map((all) => all.length),
  };
}
