import type { InputChunk } from '../core/input-chunk.js';

/** How many samples a chunk is for; `batch` 0: no presentation was begun. */
interface ChunkSize {
  readonly steps: number;
  readonly batch: number;
  /** Values of a sample. */
  readonly inputs: number;
}

/**
 * Checks that a chunk fits its presentation before a device gets it.
 *
 * @throws Error when no presentation was begun; RangeError when steps or the input have the wrong size, or an event is
 *   outside the input, with what was expected and what was given.
 */
export function checkChunk(input: InputChunk, { steps, batch, inputs }: ChunkSize): void {
  if (batch === 0) throw new Error('simulate needs a presentation: call begin first, and again after an update');
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`steps must be a whole number from 1 on, got ${steps}`);
  const rows = steps * batch;
  const expectLength = (what: string, got: number, wanted: number): void => {
    if (got === wanted) return;
    const shape = `${steps} steps of ${batch} samples with ${inputs} values`;
    throw new RangeError(`a ${input.kind} input for ${shape} needs ${wanted} ${what}, got ${got}`);
  };
  if (input.kind !== 'spikes') {
    expectLength('values', input.values.length, inputs * (input.kind === 'constant' ? batch : rows));
    return;
  }
  const { offsets, indices } = input;
  expectLength('offsets', offsets.length, rows + 1);
  for (let row = 0; row < rows; row++)
    if (offsets[row]! > offsets[row + 1]!)
      throw new RangeError(`offsets must not descend, got ${offsets[row]} before ${offsets[row + 1]} at row ${row}`);
  const [first, last] = [offsets[0]!, offsets[rows]!];
  if (last > indices.length) throw new RangeError(`offsets end at ${last}, but there are ${indices.length} indices`);
  let largest = -1;
  for (let k = first; k < last; k++) if (indices[k]! > largest) largest = indices[k]!;
  if (largest >= inputs) throw new RangeError(`index ${largest} is outside an input of ${inputs} values`);
}
