import { sourceShape } from '../data/source-shape.js';
import type { DataSourceDescription } from '../data/sources/source.js';
import { RUN_DEFAULTS } from '../scenario/run-settings.js';
import type { Scenario } from '../scenario/scenario.js';

/** A comparison keeps no spikes, and what the file expects it expects of its own `learn`. */
const UNOBSERVED = { record: RUN_DEFAULTS.record, checkpoint: { every: 'never' }, expect: [] } as const;

/** A batch never exceeds the samples that there are, where these are known. */
function batchFor(batch: number, source: DataSourceDescription): number {
  return Math.min(batch, sourceShape(source)?.count ?? batch);
}

/**
 * The run that measures one choice of hyper-parameters: it learns from the training samples without the validation part
 * and is tested on that part, once, at its end. The test samples are not in it.
 *
 * @param epochs Omitted: those of the scenario.
 */
export function tuningScenario(scenario: Scenario, seed: number, epochs = scenario.train.epochs): Scenario {
  const { data, train, test } = scenario;
  const fit = { ...data.train, split: 'fit' } as const;
  const validation = { ...data.train, split: 'validation' } as const;
  return {
    ...scenario,
    ...UNOBSERVED,
    seed,
    data: { train: fit, test: validation },
    train: { ...train, epochs, batch: batchFor(train.batch, fit) },
    test: { every: epochs, prune: [], batch: batchFor(test.batch, validation) },
  };
}

/** Shares of the smallest weights without which a compared run is tested, unless its file says others. */
const PRUNED = [0.5, 0.8, 0.9];

/** The shares of the smallest weights without which a compared run is tested. */
export function prunedShares({ test }: Scenario): readonly number[] {
  return test.prune.length > 0 ? test.prune : PRUNED;
}

/** The run that is compared: all training samples, tested on the test samples, at the end without small weights too. */
export function comparedScenario(scenario: Scenario, seed: number): Scenario {
  return { ...scenario, ...UNOBSERVED, seed, test: { ...scenario.test, prune: prunedShares(scenario) } };
}
