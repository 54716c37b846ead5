import type { InputChunk } from '../../core/input-chunk.js';
import type { Span } from '../../core/signal.js';
import type { DeviceSignal } from './device-signal.js';
import type { HandleScope } from './handle-scope.js';

/** Writes the steps `first .. first + span.steps` of an input out on the device. */
export async function uploadedInput(
  input: InputChunk,
  size: number,
  first: number,
  { steps, batch }: Span,
  scope: HandleScope,
): Promise<DeviceSignal> {
  if (input.kind === 'constant')
    return { matrix: await scope.upload(input.values, { rows: batch, columns: size }), constant: true };
  const rows = steps * batch;
  const from = first * batch;
  if (input.kind === 'sequence') {
    const values = input.values.subarray(from * size, (from + rows) * size);
    return { matrix: await scope.upload(values, { rows, columns: size }), constant: false };
  }
  const values = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++)
    for (let k = input.offsets[from + row]!; k < input.offsets[from + row + 1]!; k++)
      values[row * size + input.indices[k]!] = 1;
  return { matrix: await scope.upload(values, { rows, columns: size }), constant: false };
}
