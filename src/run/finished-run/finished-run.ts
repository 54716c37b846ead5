import { type NetworkPlan, planNetwork } from '../../core/network/plan-network.js';
import type { DataSet } from '../../data/data-set.js';
import { createEncoder } from '../../data/encoders/create-encoder.js';
import { loadDataSet } from '../../data/load-data-set.js';
import { createRandomStreams, type RandomStreams } from '../../data/random-streams.js';
import type { StoredRun } from '../../record/read-run-folder.js';
import { parseScenario } from '../../scenario/parse-scenario.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Shown } from '../batches.js';
import { checkFit } from '../check-fit.js';

/** A run that is over, opened again: what it was, on the data that it had. */
export interface FinishedRun {
  readonly stored: StoredRun;
  readonly scenario: Scenario;
  /** Those of the run: what is drawn again comes out again. */
  readonly streams: RandomStreams;
  readonly plan: NetworkPlan;
  readonly train: Shown;
  readonly test: Shown;
}

/**
 * Understands what a run left behind: reads its scenario, loads or generates its data as the run did, plans its network.
 *
 * @throws HeavisideError `HV_SCENARIO` when this version cannot read the scenario; what loading and checking data throw,
 *   as when the run began.
 */
export async function finishedRun(stored: StoredRun): Promise<FinishedRun> {
  const scenario = parseScenario(stored.scenarioText, { file: stored.scenarioFile });
  const streams = createRandomStreams(scenario.seed);
  const plan = planNetwork(scenario.network);
  const shown = (dataSet: DataSet): Shown => {
    const encoder = createEncoder(scenario.encode, dataSet);
    checkFit(plan, scenario.learn, dataSet, encoder);
    return { dataSet, encoder, steps: scenario.time.steps };
  };
  const train = await loadDataSet(scenario.data.train, streams);
  const test = await loadDataSet(scenario.data.test, streams);
  return { stored, scenario, streams, plan, train: shown(train), test: shown(test) };
}
