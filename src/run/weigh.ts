import { withoutSmallest, zeroShare } from '../core/network/prune-weights.js';
import { prunedMetric } from '../scenario/metrics.js';
import type { PreparedRun } from './prepare-run.js';
import type { Metrics, RunEvent } from './run-event.js';
import { type TestPass, testPass } from './test-pass.js';

/**
 * What the weights of the trained network say, and the network without its smallest ones.
 *
 * @param fractions Shares of the weights to do without.
 * @returns The metrics; none when the run was stopped on the way.
 */
export async function* weigh(
  run: PreparedRun,
  fractions: readonly number[],
  pass: TestPass,
): AsyncGenerator<RunEvent, Metrics, void> {
  const weights = await run.learner.weights();
  const metrics: Record<string, number> = { zeroWeights: zeroShare(weights) };
  for (const fraction of fractions) {
    const pruned = await run.learner.withWeights(weights.map((layer) => withoutSmallest(layer, fraction)));
    try {
      const tally = yield* testPass(pruned, run, pass);
      if (!tally) return {};
      metrics[prunedMetric(fraction)] = tally.correct / tally.samples;
    } finally {
      await pruned.close();
    }
  }
  return metrics;
}
