import type { Session } from '../backends/backend.js';
import { chooseBackend } from '../backends/choose-backend.js';
import { initialTensors, parameterCount } from '../core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../core/network/plan-network.js';
import { createEncoder } from '../data/encoders/create-encoder.js';
import { loadDataSet } from '../data/load-data-set.js';
import { createRandomStreams, type RandomStreams } from '../data/random-streams.js';
import type { DataSourceDescription } from '../data/sources/source.js';
import type { Scenario } from '../scenario/scenario.js';
import { lfpTrainer } from '../trainers/lfp-trainer.js';
import type { Trainer } from '../trainers/trainer.js';
import { batchCount, type Shown } from './batches.js';
import { checkBatch, checkFit } from './check-fit.js';
import type { BackendChoice, RunEvent } from './run-event.js';

/** Everything that a run needs, checked. Whoever prepares a run closes its session. */
export interface PreparedRun {
  readonly streams: RandomStreams;
  readonly plan: NetworkPlan;
  readonly train: Shown;
  readonly test: Shown;
  readonly trainer: Trainer;
  readonly session: Session;
  readonly choice: BackendChoice;
}

/**
 * Loads data, plans the network, chooses a device and puts the starting weights on it.
 *
 * Random streams: `weights`, `order` (of training samples), `encode/train`, `encode/test`, and those of generated data.
 */
export async function prepareRun(scenario: Scenario, asked: string): Promise<PreparedRun> {
  const { backend, skipped } = await chooseBackend(asked);
  const streams = createRandomStreams(scenario.seed);
  const shown = async (source: DataSourceDescription): Promise<Shown> => {
    const dataSet = await loadDataSet(source, streams);
    const encoder = createEncoder(scenario.encode, dataSet);
    checkFit(scenario, dataSet, encoder);
    return { dataSet, encoder, steps: scenario.time.steps };
  };
  const plan = planNetwork(scenario.network);
  const train = await shown(scenario.data.train);
  const test = await shown(scenario.data.test);
  checkBatch(scenario.train.batch, train.dataSet);
  const { rule, optimizer, reward, clip } = scenario.learn;
  const trainer = lfpTrainer({ reward, epsilon: rule.epsilon, ...(clip === undefined ? {} : { clip }) });
  const tensors = initialTensors(plan, streams.stream('weights'));
  const session = await backend.open({ network: scenario.network, tensors, optimizer, rule });
  return { streams, plan, train, test, trainer, session, choice: { asked, chosen: backend.name, skipped } };
}

/** The facts with which a run opens. */
export function startedEvent(scenario: Scenario, { plan, train, test, choice }: PreparedRun): RunEvent {
  return {
    kind: 'run-started',
    name: scenario.name,
    seed: scenario.seed,
    backend: choice,
    parameters: parameterCount(plan),
    layers: plan.layers.map(({ id, size, neuron }) => ({ id, size, neuron: neuron.kind })),
    trainSamples: train.dataSet.count,
    testSamples: test.dataSet.count,
    epochs: scenario.train.epochs,
    batchesPerEpoch: batchCount(train.dataSet.count, scenario.train.batch),
  };
}
