import { HeavisideError } from '../../core/heaviside-error.js';
import { type Shape, shapeText } from '../../core/shape.js';
import { createSpikeRowWriter, type SpikeChunk } from './spike-rows.js';

/** How a sample is read as a series: value of feature (channel, column) in frame f is `[channel][f][column]`. */
interface Frames {
  readonly channels: number;
  readonly frames: number;
  readonly columns: number;
}

/**
 * `[n]` is one feature with n frames, `[frames, features]` says it itself, and in `[channels, height, width]` every
 * row is a frame of channels · width features.
 */
function framesOf(shape: Shape): Frames {
  const [first, second, third] = shape;
  if (shape.length === 1) return { channels: 1, frames: first!, columns: 1 };
  if (shape.length === 2) return { channels: 1, frames: first!, columns: second! };
  if (shape.length === 3) return { channels: first!, frames: second!, columns: third! };
  const message = `encoder "delta": expected samples with 1, 2 or 3 axes, got ${shapeText(shape)}`;
  throw new HeavisideError('HV_ENCODER_SHAPE', 'usage', message, { remedy: 'Choose another encoder.' });
}

/** ON inputs first, then OFF: twice the features of a frame. */
export function deltaShape(shape: Shape): Shape {
  const { channels, columns } = framesOf(shape);
  return [2 * channels * columns];
}

/**
 * Spikes where a value changes: the ON input of a feature spikes where it rose by more than `threshold` since the
 * feature's last spike, the OFF input where it fell by more. Before the first spike the comparison is with 0.
 *
 * Step t shows frame `⌊t · frames / steps⌋`; a feature spikes at most once a step, however large the change.
 * ON inputs are `0 .. features − 1`, OFF inputs `features .. 2 · features − 1`; feature = channel · width + column.
 *
 * @param values    `[batch × size of shape]`.
 * @param threshold Smallest change that stays silent; in the values' unit.
 * @see Lichtsteiner, Posch & Delbruck 2008 (the dynamic vision sensor, here without the logarithm).
 */
export function encodeDelta(values: Float32Array, shape: Shape, steps: number, threshold: number): SpikeChunk {
  const { channels, frames, columns } = framesOf(shape);
  const features = channels * columns;
  const batch = values.length / (features * frames);
  const lastSpikeValue = new Float64Array(batch * features);
  const writer = createSpikeRowWriter(steps * batch, values.length);
  const offInputs: number[] = [];
  for (let step = 0; step < steps; step++) {
    const frame = Math.floor((step * frames) / steps);
    for (let sample = 0; sample < batch; sample++) {
      for (let feature = 0; feature < features; feature++) {
        const channel = Math.floor(feature / columns);
        const column = feature % columns;
        const value = values[((sample * channels + channel) * frames + frame) * columns + column]!;
        const change = value - lastSpikeValue[sample * features + feature]!;
        if (Math.abs(change) <= threshold) continue;
        lastSpikeValue[sample * features + feature] = value;
        if (change > 0) writer.add(feature);
        else offInputs.push(features + feature);
      }
      for (const input of offInputs.splice(0)) writer.add(input);
      writer.endRow();
    }
  }
  return writer.finish();
}
