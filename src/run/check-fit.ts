import { HeavisideError } from '../core/heaviside-error.js';
import type { Readout } from '../core/layers/layer.js';
import { learnProblems } from '../core/learn-problems.js';
import { NETWORK_LIMITS, presentationProblem } from '../core/network/network-limits.js';
import { checkNetwork, type NetworkPlan } from '../core/network/plan-network.js';
import type { RewardDescription } from '../core/rewards/reward.js';
import { outputProblem } from '../core/rewards/reward-fit.js';
import { shapeText, sizeOf } from '../core/shape.js';
import type { DataSet } from '../data/data-set.js';
import type { Encoder } from '../data/encoders/encoder.js';
import { requireWhole } from '../data/require-option.js';
import type { LearnDescription } from '../scenario/scenario.js';
import type { Task } from './task.js';

/**
 * Checks loaded data against the network. What is known without loading was checked with the scenario; files show their
 * shape only now.
 *
 * @throws HeavisideError HV_DATA_SHAPE, HV_DATA_CLASSES, HV_DATA_BATCH; both values in each message.
 */
export function checkFit(
  { description, outputSize }: NetworkPlan,
  reward: RewardDescription,
  dataSet: DataSet,
  encoder: Encoder,
): void {
  const { input, layers } = description;
  const encoded = sizeOf(encoder.shape);
  if (encoded !== sizeOf(input.shape))
    throw new HeavisideError(
      'HV_DATA_SHAPE',
      'usage',
      `layer "${input.id}" takes ${sizeOf(input.shape)} values (${shapeText(input.shape)}), but ${dataSet.name} encodes to ${encoded} (${shapeText(encoder.shape)})`,
      { remedy: `Set the size or shape of "${input.id}" to that of the data.` },
    );
  const problem = outputProblem(reward, outputSize, dataSet);
  if (!problem) return;
  const { id } = layers.at(-1)!;
  throw new HeavisideError(
    'HV_DATA_CLASSES',
    'usage',
    problem.field === 'reward'
      ? `${dataSet.name}: expected ${problem.expected}, got ${problem.got}`
      : `layer "${id}": expected ${problem.expected}, got ${problem.got}`,
    { remedy: problem.field === 'reward' ? 'Use reward softmax.' : `Give "${id}" one output for each class.` },
  );
}

/**
 * Checks what is learned with, by itself and against the read-out.
 *
 * @throws HeavisideError HV_LEARN with every problem, both values in each message.
 */
export function checkLearning(learn: LearnDescription, readout: Readout): void {
  const problems = learnProblems(learn, readout);
  if (problems.length === 0) return;
  const lines = problems.map(({ field, expected, got }) => `  learn.${field}: expected ${expected}, got ${got}`);
  throw new HeavisideError('HV_LEARN', 'usage', `the network cannot learn like this:\n${lines.join('\n')}`);
}

/**
 * Checks that what is shown at once fits into the memory.
 *
 * @throws HeavisideError HV_OPTION_RANGE for the steps, HV_PRESENTATION_SIZE for steps, batches and layers together.
 */
export function checkMemory({ network, steps, train, test, data }: Task): void {
  requireWhole('steps', steps, { min: 1, max: NETWORK_LIMITS.steps });
  const values = checkNetwork(network).sizes?.values ?? 0;
  const batch = Math.max(train.batch, Math.min(test.batch, data.test.count));
  const problem = presentationProblem(values, steps, batch);
  if (problem)
    throw new HeavisideError('HV_PRESENTATION_SIZE', 'usage', `expected ${problem.expected}, got ${problem.got}`, {
      remedy: `${problem.remedy[0]!.toUpperCase()}${problem.remedy.slice(1)}.`,
    });
}

/** @throws HeavisideError HV_DATA_BATCH when a batch cannot be filled once. */
export function checkBatch(batch: number, dataSet: DataSet): void {
  if (batch > dataSet.count)
    throw new HeavisideError(
      'HV_DATA_BATCH',
      'usage',
      `train.batch is ${batch}, but ${dataSet.name} has ${dataSet.count} training samples`,
      { remedy: `Set train.batch to ${dataSet.count} or less.` },
    );
}
