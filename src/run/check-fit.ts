import { HeavisideError } from '../core/heaviside-error.js';
import { learnOutputProblem } from '../core/learn-problems.js';
import type { Learning } from '../core/learning.js';
import type { NetworkPlan } from '../core/network/plan-network.js';
import { shapeText, sizeOf } from '../core/shape.js';
import type { DataSet } from '../data/data-set.js';
import type { Encoder } from '../data/encoders/encoder.js';

/**
 * Checks loaded data against the network. What is known without loading was checked with the scenario; files show their
 * shape only now.
 *
 * @throws HeavisideError HV_DATA_SHAPE, HV_DATA_CLASSES, HV_DATA_BATCH; both values in each message.
 */
export function checkFit(
  { description, outputSize }: NetworkPlan,
  learn: Learning,
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
  const problem = learnOutputProblem(learn, outputSize, dataSet);
  if (!problem) return;
  const { id } = layers.at(-1)!;
  const remedies = {
    outputs: `Give "${id}" one output for each class.`,
    reward: 'Use reward softmax.',
    loss: 'Use loss squared-error, or one output for each class.',
  };
  throw new HeavisideError(
    'HV_DATA_CLASSES',
    'usage',
    problem.field === 'outputs'
      ? `layer "${id}": expected ${problem.expected}, got ${problem.got}`
      : `${dataSet.name}: expected ${problem.expected}, got ${problem.got}`,
    { remedy: remedies[problem.field] },
  );
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
