import type { ComparisonDocument, RuleResult } from '../../src/sweep/comparison-document.js';
import { comparisonTable } from '../../src/sweep/comparison-table.js';
import type { StepMeasures } from '../../src/sweep/step-measures.js';

function rule(name: string, accuracies: readonly number[], more: Partial<RuleResult> = {}): RuleResult {
  return {
    ...{ name, with: {}, tuned: {}, learn: {}, train: {} },
    runs: accuracies.map((accuracy, seed) => ({
      ...{ seed, epochs: 2, parameters: 10, seconds: 1 + seed },
      metrics: { 'accuracy(test)': accuracy, 'accuracy(pruned 50%)': accuracy / 2 },
      course: [
        { epoch: 1, accuracy: accuracy / 2, seconds: 0.25 },
        { epoch: 2, accuracy, seconds: 0.5 },
      ],
    })),
    ...more,
  };
}

const RULES: readonly RuleResult[] = [
  rule('base', [0.8, 0.82, 0.84]),
  rule('better', [0.9, 0.93, 0.93]),
  rule('like it', [0.7, 0.8, 0.97]),
  rule('near the top', [1, 1, 0.94]),
  rule('apart', [0.99, 0.99, 0.99], { ownData: true }),
  { ...rule('never ended', []), runs: [{ seed: 0, failure: { code: 'HV_NON_FINITE', message: 'diverged' } }] },
];

/** A small comparison of which every figure can be computed by hand. */
export function comparisonFixture(rules: readonly RuleResult[] = RULES): ComparisonDocument {
  const options = { baseline: 'base', target: 0.9, columns: [], prune: [0.5] };
  return {
    ...{ name: 'small', heaviside: '0.1.0', node: '20', platform: 'linux', cpu: 'a processor' },
    ...{ times: ['seconds'], jobs: 1, threads: 1, seeds: [0, 1, 2], tune: { seeds: [] } },
    ...options,
    ...{ table: comparisonTable(rules, options), rules, folder: 'runs/small' },
  };
}

/** Deviations of two forms in three steps of three seeds. */
export const DEVIATIONS: readonly StepMeasures[] = [
  ['exact', 0, [0, 1e-16, 2e-16]],
  ['exact', 1, [0, 3e-16, 1e-16]],
  ['exact', 2, [1e-17, 2e-16, 0]],
  ['printed', 0, [0.5, 0.9, 1]],
  ['printed', 1, [0.25, 0.5, 0.75]],
].flatMap(([name, seed, values]) =>
  (values as readonly number[]).map((deviation, k) => ({
    ...{ rule: name as string, seed: seed as number, step: k + 1, measures: { deviation } },
  })),
);
