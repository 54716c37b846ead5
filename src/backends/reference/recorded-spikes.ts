import type { Signal, Span } from '../../core/signal.js';
import type { RecordedSpikes } from '../backend.js';

/** Compresses a layer's spikes into rows, row = step · batch + sample. */
export function recordedSpikes(layer: string, output: Signal, size: number, span: Span): RecordedSpikes {
  const rows = span.steps * span.batch;
  const offsets = new Uint32Array(rows + 1);
  const units: number[] = [];
  for (let row = 0; row < rows; row++) {
    const start = (output.constant ? row % span.batch : row) * size;
    for (let unit = 0; unit < size; unit++) if (output.values[start + unit]! > 0) units.push(unit);
    offsets[row + 1] = units.length;
  }
  return { layer, offsets, units: Uint32Array.from(units) };
}
