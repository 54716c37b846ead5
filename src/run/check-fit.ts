import { HeavisideError } from '../core/heaviside-error.js';
import { NETWORK_LIMITS, presentationProblem } from '../core/network/network-limits.js';
import { checkNetwork, type NetworkPlan } from '../core/network/plan-network.js';
import type { RewardDescription } from '../core/rewards/reward.js';
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
  const single = outputSize === 1 && dataSet.classes === 2 && needsOneOutput(reward);
  if (outputSize < dataSet.classes && !single) {
    const { id } = layers.at(-1)!;
    throw new HeavisideError(
      'HV_DATA_CLASSES',
      'usage',
      `layer "${id}" has ${outputSize} outputs, but ${dataSet.name} has ${dataSet.classes} classes`,
      { remedy: `Give "${id}" ${dataSet.classes} outputs, one for each class.` },
    );
  }
}

function needsOneOutput({ kind }: RewardDescription): boolean {
  return kind === 'binary-sigmoid' || kind === 'maximize' || kind === 'minimize';
}

/**
 * Checks what is learned with against the network.
 *
 * @throws HeavisideError HV_LEARN for a reward that the outputs cannot earn, or a rule whose numbers contradict.
 */
export function checkLearning({ rule, reward }: LearnDescription, { readout, outputSize }: NetworkPlan): void {
  const refuse = (message: string, remedy: string): never => {
    throw new HeavisideError('HV_LEARN', 'usage', message, { remedy });
  };
  if (reward.kind === 'rate' && readout !== 'rate')
    refuse(
      `reward "rate" is for spike counts, but the read-out is "${readout}"`,
      'Use reward softmax, or read-out rate.',
    );
  if (needsOneOutput(reward) && outputSize !== 1)
    refuse(`reward "${reward.kind}" needs 1 output, but the network has ${outputSize}`, 'Use reward softmax.');
  if (rule.kind === 'alpha-beta' && Math.abs(rule.alpha - rule.beta - 1) > 1e-9)
    refuse(`rule alpha-beta needs alpha - beta = 1, got ${rule.alpha} - ${rule.beta}`, 'Use alpha 2 and beta 1.');
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
