import { medianOf } from '../../../sweep/estimate.js';
import type { StepMeasures } from '../../../sweep/step-measures.js';
import type { Extent } from '../plot/curve.js';

/** How far a rule was from another way of computing the same, step by step. */
export interface StepDeviations {
  readonly rule: string;
  readonly steps: readonly number[];
  /** Over the seeds. */
  readonly median: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly seeds: number;
}

/** Median, smallest and largest of a measure over the seeds at each step, rule by rule in the order of the rows. */
export function stepDeviations(rows: readonly StepMeasures[], measure: string): readonly StepDeviations[] {
  const rules = new Map<string, Map<number, number[]>>();
  const seeds = new Map<string, Set<number>>();
  for (const { rule, seed, step, measures } of rows) {
    const value = measures[measure];
    if (value === undefined || !Number.isFinite(value)) continue;
    const steps = rules.get(rule) ?? new Map<number, number[]>();
    rules.set(rule, steps);
    seeds.set(rule, (seeds.get(rule) ?? new Set()).add(seed));
    const values = steps.get(step);
    if (values) values.push(value);
    else steps.set(step, [value]);
  }
  return [...rules].map(([rule, at]) => {
    const steps = [...at.keys()].toSorted((a, b) => a - b);
    const values = steps.map((step) => at.get(step)!);
    return {
      rule,
      steps,
      median: values.map(medianOf),
      low: values.map((all) => Math.min(...all)),
      high: values.map((all) => Math.max(...all)),
      seeds: seeds.get(rule)!.size,
    };
  });
}

/** Largest relative error of rounding a number to float64: 2⁻⁵². */
export const ROUNDING = Number.EPSILON;

/** The least that a logarithmic scale shows: 10⁻²⁰, far below rounding. 0 and everything smaller is drawn there. */
export const LEAST = 1e-20;

/** Smallest and largest deviation over all steps. Of hundreds of thousands, which are too many for arguments of a call. */
export function deviationExtent({ low, high }: Pick<StepDeviations, 'low' | 'high'>): Extent {
  return {
    from: low.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    to: high.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  };
}

/** The common scale of all deviations, from `LEAST` to the power of ten above the largest. */
export function deviationScale(deviations: readonly StepDeviations[]): Extent {
  const largest = Math.max(ROUNDING, ...deviations.map((deviation) => deviationExtent(deviation).to));
  return { from: LEAST, to: Number(`1e${Math.floor(Math.log10(largest)) + 1}`) };
}
