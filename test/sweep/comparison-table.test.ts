import { describe, expect, test } from 'vitest';

import type { ComparedRun, RuleResult } from '../../src/sweep/comparison-document.js';
import { comparisonTable } from '../../src/sweep/comparison-table.js';

const OPTIONS = { baseline: 'A', target: 0.75, columns: ['deviation'], prune: [0.5] };

function run(seed: number, accuracies: readonly number[], metrics: Readonly<Record<string, number>> = {}): ComparedRun {
  // Two seconds of training an epoch.
  const course = accuracies.map((accuracy, n) => ({ epoch: n + 1, accuracy, seconds: 2 * (n + 1) }));
  const all = { 'accuracy(test)': accuracies.at(-1)!, ...metrics };
  return { seed, metrics: all, course, epochs: accuracies.length, seconds: 10, parameters: 42, folder: `f${seed}` };
}
const failed = (seed: number): ComparedRun => {
  return { seed, failure: { code: 'HV_NON_FINITE', message: 'training diverged at step 3' }, folder: `f${seed}` };
};
const rule = (name: string, runs: readonly ComparedRun[]): RuleResult => {
  return { name, with: {}, tuned: {}, learn: {}, train: {}, backend: 'events', runs };
};

describe('the table', () => {
  const a = rule('A', [run(0, [0.5, 0.75]), run(1, [0.5, 0.5]), run(2, [0.75, 1])]);
  const b = rule('B', [
    run(0, [0.25, 0.5], { spikesPerSample: 4, zeroWeights: 0.5, 'accuracy(pruned 50%)': 0.25, deviation: 1e-3 }),
    run(1, [0.75, 0.75], { spikesPerSample: 8, zeroWeights: 0.25, 'accuracy(pruned 50%)': 0.75, deviation: 3e-3 }),
    failed(2),
  ]);
  const [first, second] = comparisonTable([a, b], OPTIONS);

  test('takes accuracies after the last epoch', () => {
    // (0.75 + 0.5 + 1) / 3 = 0.75; squares 0 + 0.0625 + 0.0625; s = √(0.125 / 2) = 0.25.
    expect(first?.accuracy).toMatchObject({ mean: 0.75, sd: 0.25, count: 3 });
  });

  test('pairs differences by seed, over the seeds that both finished', () => {
    // Seed 0: 0.5 − 0.75 = −0.25; seed 1: 0.75 − 0.5 = 0.25; seed 2 has no pair. t(0.95, 1) · s / √2 = 12.7062 · 0.25.
    expect(second?.difference).toMatchObject({ mean: 0, count: 2 });
    expect(second?.difference?.high).toBeCloseTo(3.1766, 3);
    expect(first).not.toHaveProperty('difference');
  });

  test('tells when the target was first reached, as medians over the seeds that reached it', () => {
    // A: seed 0 after epoch 2 (4 s), seed 1 never, seed 2 after epoch 1 (2 s). B: seed 1 after epoch 1 only.
    expect(first?.target).toEqual({ reached: 2, epochs: 1.5, secondsToTarget: 3 });
    expect(second?.target).toEqual({ reached: 1, epochs: 1, secondsToTarget: 2 });
  });

  test('has means, for columns of the file also the maximum, and nothing for what was not measured', () => {
    expect(second).toMatchObject({ spikesPerSample: 6, zeroWeights: 0.375, pruned: { 0.5: 0.5 }, parameters: 42 });
    expect(second?.columns).toEqual({ deviation: { mean: 2e-3, maximum: 3e-3 } });
    expect(first).toMatchObject({ pruned: {}, columns: {} });
    expect(first).not.toHaveProperty('spikesPerSample');
  });

  test('marks runs that did not finish', () => {
    expect(second).toMatchObject({ finished: 2, runs: 3 });
    const [none] = comparisonTable([rule('A', [failed(0)])], OPTIONS);
    expect(none).toEqual({
      name: 'A',
      backend: 'events',
      finished: 0,
      runs: 1,
      target: { reached: 0 },
      pruned: {},
      columns: {},
    });
  });

  test('says nothing of a target when there is none', () => {
    const { target: _, ...untargeted } = OPTIONS;
    expect(comparisonTable([a], untargeted)[0]).not.toHaveProperty('target');
  });
});
