import { HeavisideError } from '../core/heaviside-error.js';
import type { NetworkDescription } from '../core/layers/layer.js';
import { shapeText, sizeOf } from '../core/shape.js';
import type { DataSet } from '../data/data-set.js';
import type { Encoder } from '../data/encoders/encoder.js';

/**
 * Checks loaded data against the network. What is known without loading was checked with the scenario; files show their
 * shape only now.
 *
 * @throws HeavisideError HV_DATA_SHAPE, HV_DATA_CLASSES, HV_DATA_BATCH; both values in each message.
 */
export function checkFit({ input, layers }: NetworkDescription, dataSet: DataSet, encoder: Encoder): void {
  const encoded = sizeOf(encoder.shape);
  if (encoded !== sizeOf(input.shape))
    throw new HeavisideError(
      'HV_DATA_SHAPE',
      'usage',
      `layer "${input.id}" takes ${sizeOf(input.shape)} values (${shapeText(input.shape)}), but ${dataSet.name} encodes to ${encoded} (${shapeText(encoder.shape)})`,
      { remedy: `Set the size or shape of "${input.id}" to that of the data.` },
    );
  const output = layers.at(-1)!;
  const outputs = output.kind === 'dense' ? output.size : undefined;
  const single = outputs === 1 && dataSet.classes === 2;
  if (outputs !== undefined && outputs < dataSet.classes && !single)
    throw new HeavisideError(
      'HV_DATA_CLASSES',
      'usage',
      `layer "${output.id}" has ${outputs} outputs, but ${dataSet.name} has ${dataSet.classes} classes`,
      { remedy: `Set the size of "${output.id}" to ${dataSet.classes}.` },
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
