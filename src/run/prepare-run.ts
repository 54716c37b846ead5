import type { Session } from '../backends/backend.js';
import { openBackend } from '../backends/choose-backend.js';
import { isGradientRule } from '../core/gradients/gradient-rule.js';
import type { Learning } from '../core/learning.js';
import { backwardWeights } from '../core/network/backward-weights.js';
import { initialTensors, parameterCount } from '../core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../core/network/plan-network.js';
import type { DataSet } from '../data/data-set.js';
import { createEncoder } from '../data/encoders/create-encoder.js';
import type { RandomStreams } from '../data/random-streams.js';
import { gradientTrainer } from '../trainers/gradient-trainer.js';
import { lfpTrainer } from '../trainers/lfp-trainer.js';
import type { Trainer } from '../trainers/trainer.js';
import { batchCount, type Shown } from './batches.js';
import { checkBatch, checkFit } from './check-fit.js';
import { checkRunOptions } from './check-run-options.js';
import { checkTask } from './check-task.js';
import type { BackendChoice, RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import type { Task } from './task.js';
import { trialOf } from './trial-of.js';

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

/** Who carries the learning out. */
function trainerOf(learn: Learning): Trainer {
  const clip = learn.clip === undefined ? {} : { clip: learn.clip };
  if (learn.method === 'gradient') return gradientTrainer({ loss: learn.loss, ...clip });
  return lfpTrainer({ reward: learn.reward, epsilon: learn.rule.epsilon, ...clip });
}

/**
 * Plans the network, chooses a device and puts the starting weights on it.
 *
 * Random streams: `weights`, `backward` and `trial` here; `order/<epoch>`, `encode/train/<epoch>/<batch>` and `encode/test` while it runs; those of
 * generated data before.
 *
 * @throws HeavisideError when data, network or backend do not fit together.
 */
export async function prepareRun(task: Task, streams: RandomStreams, options: RunOptions): Promise<PreparedRun> {
  checkRunOptions(options);
  const plan = planNetwork(task.network);
  checkTask(task);
  const shown = (dataSet: DataSet): Shown => {
    const encoder = createEncoder(task.encode, dataSet);
    checkFit(plan, task.learn, dataSet, encoder);
    return { dataSet, encoder, steps: task.steps };
  };
  const train = shown(task.data.train);
  const test = shown(task.data.test);
  checkBatch(task.train.batch, train.dataSet);
  const { rule, optimizer } = task.learn;
  const trainer = trainerOf(task.learn);
  const tensors = initialTensors(plan, streams.stream('weights'));
  const { backend: asked = 'auto', threads, clock, signal, memory, backends } = options;
  const request = {
    ...{ network: task.network, tensors, optimizer, rule },
    ...(isGradientRule(rule) ? { backward: backwardWeights(rule, plan, streams.stream('backward')) } : {}),
    ...(threads === undefined ? {} : { threads }),
  };
  const trial = trialOf(task, plan, train, trainer, streams);
  const { session, choice } = await openBackend(asked, request, { trial, clock, signal, memory, backends });
  const { backend, asked: _, ...why } = choice;
  const told = { asked, chosen: backend.name, ...why, device: session.device };
  return { streams, plan, train, test, trainer, session, choice: told };
}

/** The facts with which a run opens. */
export function startedEvent(task: Task, { plan, train, test, choice }: PreparedRun): RunEvent {
  return {
    kind: 'run-started',
    name: task.name,
    seed: task.seed,
    backend: choice,
    parameters: parameterCount(plan),
    layers: plan.layers.map(({ id, size, neuron }) => ({ id, size, neuron: neuron.kind })),
    trainSamples: train.dataSet.count,
    testSamples: test.dataSet.count,
    epochs: task.train.epochs,
    batchesPerEpoch: batchCount(train.dataSet.count, task.train.batch),
  };
}
