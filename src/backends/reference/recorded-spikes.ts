import type { Signal, Span } from '../../core/signal.js';
import type { RecordedSpikes } from '../backend.js';

/** Number of outputs above 0 in a chunk: spikes of spiking and step units. */
export function countSpikes(output: Signal, span: Span): number {
  let count = 0;
  for (let k = 0; k < output.values.length; k++) if (output.values[k]! > 0) count++;
  return output.constant ? count * span.steps : count;
}

/** Compresses a layer's spikes into rows, row = step · batch + sample. */
export function recordedSpikes(layer: string, output: Signal, size: number, span: Span): RecordedSpikes {
  const rows = span.steps * span.batch;
  const offsets = new Uint32Array(rows + 1);
  const units = new Uint32Array(countSpikes(output, span));
  let found = 0;
  for (let row = 0; row < rows; row++) {
    const start = (output.constant ? row % span.batch : row) * size;
    for (let unit = 0; unit < size; unit++) if (output.values[start + unit]! > 0) units[found++] = unit;
    offsets[row + 1] = found;
  }
  return { layer, offsets, units };
}
