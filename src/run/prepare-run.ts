import { type NetworkPlan, planNetwork } from '../core/network/plan-network.js';
import type { DataSet } from '../data/data-set.js';
import { createEncoder } from '../data/encoders/create-encoder.js';
import type { RandomStreams } from '../data/random-streams.js';
import type { Learner } from '../trainers/learner.js';
import { batchCount, type Shown } from './batches.js';
import { checkBatch, checkFit } from './check-fit.js';
import { checkRunOptions } from './check-run-options.js';
import { checkTask } from './check-task.js';
import { openLearner } from './open-learner.js';
import { restoredNumbers } from './resume/restored-numbers.js';
import { progressOf, type RunProgress } from './resume/run-progress.js';
import { cutsFrom, NOW } from './resume/stored-cuts.js';
import type { BackendChoice, DataDigests, RunEvent } from './run-event.js';
import type { RunOptions } from './run-options.js';
import type { Task } from './task.js';

/** Everything that a run needs, checked. Whoever prepares a run closes its learner. */
export interface PreparedRun {
  readonly streams: RandomStreams;
  readonly plan: NetworkPlan;
  readonly train: Shown;
  readonly test: Shown;
  readonly learner: Learner;
  readonly choice: BackendChoice;
  /** Where a run stood that goes on. */
  readonly progress: RunProgress | undefined;
}

/** A run whose network and encoders phases may change. */
export type RunInProgress = Omit<PreparedRun, 'plan' | 'train' | 'test' | 'learner'> & {
  -readonly [K in 'plan' | 'train' | 'test' | 'learner']: PreparedRun[K];
};

/**
 * Plans the network, chooses a device and puts the starting weights on it.
 *
 * Random streams: those of `openLearner` here; `order/<epoch>`, `encode/train/<epoch>/<batch>` and `encode/test` while it
 * runs, and those of the learner; `encode/histograms` and `encode/look/<sample>` for what is only shown; those of
 * generated data before.
 *
 * @throws HeavisideError when data, network or backend do not fit together, or a checkpoint to go on from does not fit them.
 */
export async function prepareRun(task: Task, streams: RandomStreams, options: RunOptions): Promise<RunInProgress> {
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
  const { resume } = options;
  const progress = resume && progressOf(resume, task.seed);
  const numbers =
    resume && restoredNumbers(plan, resume.tensors, Number(resume.facts['optimizer.step']), 'the checkpoint');
  const cuts = progress?.silenced && cutsFrom(progress.silenced, NOW, resume?.tensors ?? []);
  const { learner, choice } = await openLearner({ task, plan, train, streams, numbers, cuts }, options);
  return { streams, plan, train, test, learner, choice, progress };
}

/** The facts with which a run opens. */
export function startedEvent(
  task: Task,
  { plan, train, test, learner, choice }: PreparedRun,
  { digestData }: Pick<RunOptions, 'digestData'>,
): RunEvent {
  return {
    kind: 'run-started',
    name: task.name,
    seed: task.seed,
    backend: choice,
    parameters: learner.parameters,
    layers: plan.layers.map(({ id, size, neuron }) => ({ id, size, neuron: neuron.kind })),
    trainSamples: train.dataSet.count,
    testSamples: test.dataSet.count,
    ...(digestData ? { data: digestsOf(task, digestData) } : {}),
    epochs: task.phases.length === 0 ? task.train.epochs : epochsOf(task),
    batchesPerEpoch: batchCount(train.dataSet.count, task.train.batch),
    ...(task.phases.length === 0 ? {} : { phases: task.phases.map((phase) => ({ id: phase.id, type: phase.kind })) }),
  };
}

function digestsOf({ data, replayed = {} }: Task, digest: NonNullable<RunOptions['digestData']>): DataDigests {
  const played = Object.entries(replayed).map(([place, spikes]) => [place, digest(spikes)] as const);
  return { train: digest(data.train), test: digest(data.test), ...Object.fromEntries(played) };
}

function epochsOf({ phases }: Task): number {
  return phases.reduce((sum, phase) => sum + (phase.kind === 'train' ? phase.epochs : 0), 0);
}
