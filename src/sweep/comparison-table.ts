import { prunedMetric } from '../scenario/metrics.js';
import type { ComparedRun, RuleResult } from './comparison-document.js';
import { type Estimate, estimateOf, meanOf, medianOf } from './estimate.js';
import type { CoursePoint } from './stored-run.js';

/** When a rule reached the target accuracy; medians over the seeds that reached it. */
interface TargetReached {
  readonly reached: number;
  readonly epochs?: number;
  readonly secondsToTarget?: number;
}

/** One row of the table: a rule over its seeds. A quantity that no run measured is absent. */
export interface ComparisonRow {
  readonly name: string;
  /** Its data are not those of the file. */
  readonly ownData?: true;
  readonly backend?: string;
  /** Runs that came to their end, and runs that there should be. */
  readonly finished: number;
  readonly runs: number;
  /** On the test samples after the last epoch. */
  readonly accuracy?: Estimate;
  /** Accuracy minus that of the baseline with the same seed. */
  readonly difference?: Estimate;
  readonly target?: TargetReached;
  readonly spikesPerSample?: number;
  readonly synapticOperationsPerSample?: number;
  /** Share of weights that are exactly 0. */
  readonly zeroWeights?: number;
  /** Accuracy without a share of the smallest weights, by that share. */
  readonly pruned: Readonly<Record<string, number>>;
  /** The metrics that the file asks for. */
  readonly columns: Readonly<Record<string, { readonly mean: number; readonly maximum: number }>>;
  readonly parameters?: number;
  readonly epochs?: number;
  readonly seconds?: number;
}

/** What the table shows beside what it always shows. */
export interface TableOptions {
  readonly baseline: string;
  readonly target?: number;
  readonly columns: readonly string[];
  readonly prune: readonly number[];
}

type Finished = ComparedRun & { readonly metrics: NonNullable<ComparedRun['metrics']> };

function finishedRuns({ runs }: RuleResult): readonly Finished[] {
  return runs.filter((run): run is Finished => run.metrics !== undefined);
}

function valuesOf(runs: readonly Finished[], metric: string): readonly number[] {
  return runs.flatMap(({ metrics }) => metrics[metric] ?? []);
}

const ACCURACY = 'accuracy(test)';

/** Test accuracy minus that of the baseline, for each seed that both finished. */
function pairedDifferences(rule: RuleResult, baseline: RuleResult): readonly number[] {
  const others = new Map(finishedRuns(baseline).map(({ seed, metrics }) => [seed, metrics[ACCURACY]]));
  return finishedRuns(rule).flatMap(({ seed, metrics }) => {
    const [own, other] = [metrics[ACCURACY], others.get(seed)];
    return own === undefined || other === undefined ? [] : [own - other];
  });
}

function firstAt(course: readonly CoursePoint[], target: number): CoursePoint | undefined {
  return course.find(({ accuracy }) => accuracy >= target);
}

function targetReached(runs: readonly Finished[], target: number): TargetReached {
  const points = runs.flatMap(({ course = [] }) => firstAt(course, target) ?? []);
  if (points.length === 0) return { reached: 0 };
  const epochs = medianOf(points.map(({ epoch }) => epoch));
  return { reached: points.length, epochs, secondsToTarget: medianOf(points.map(({ seconds }) => seconds)) };
}

/** An object with one field, or none where there is nothing to say. */
function field<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]: V });
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : meanOf(values);
}

function rowOf(rule: RuleResult, baseline: RuleResult, options: TableOptions): ComparisonRow {
  const { name, backend, runs } = rule;
  const { target, columns, prune } = options;
  const finished = finishedRuns(rule);
  const meanMetric = (metric: string) => mean(valuesOf(finished, metric));
  const paired = rule !== baseline && !rule.ownData && !baseline.ownData;
  const differences = paired ? pairedDifferences(rule, baseline) : [];
  const pruned = prune.map((share) => [String(share), meanMetric(prunedMetric(share))] as const);
  const asked = columns.map((column) => [column, valuesOf(finished, column)] as const);
  const means = asked
    .filter(([, values]) => values.length > 0)
    .map(([column, values]) => [column, { mean: meanOf(values), maximum: Math.max(...values) }]);
  return {
    name,
    ...(rule.ownData ? { ownData: true } : {}),
    ...field('backend', backend),
    finished: finished.length,
    runs: runs.length,
    ...field('accuracy', estimateOf(valuesOf(finished, ACCURACY))),
    ...field('difference', estimateOf(differences)),
    ...(target === undefined ? {} : { target: targetReached(finished, target) }),
    ...field('spikesPerSample', meanMetric('spikesPerSample')),
    ...field('synapticOperationsPerSample', meanMetric('synapticOperationsPerSample')),
    ...field('zeroWeights', meanMetric('zeroWeights')),
    pruned: Object.fromEntries(pruned.filter(([, value]) => value !== undefined)) as Record<string, number>,
    columns: Object.fromEntries(means),
    ...field('parameters', mean(finished.flatMap(({ parameters }) => parameters ?? []))),
    ...field('epochs', mean(finished.flatMap(({ epochs }) => epochs ?? []))),
    ...field('seconds', mean(finished.flatMap(({ seconds }) => seconds ?? []))),
  };
}

/** The table of a comparison, one row a rule in the order of the file. */
export function comparisonTable(rules: readonly RuleResult[], options: TableOptions): readonly ComparisonRow[] {
  const baseline = rules.find(({ name }) => name === options.baseline) ?? rules[0];
  return baseline ? rules.map((rule) => rowOf(rule, baseline, options)) : [];
}
