import { sizeOf } from '../../core/shape.js';
import { signalOf, sumOverSteps } from '../../core/signal.js';
import { createEncoder } from '../../data/encoders/create-encoder.js';
import type { Encoder } from '../../data/encoders/encoder.js';
import { batches, type Shown } from '../batches.js';
import type { FinishedRun } from './finished-run.js';
import type { Split } from './read-out.js';

/** What a dense layer without time is given in place of what the network is shown. */
export interface DenseInputs {
  /** `[samples × width]` */
  readonly values: Float64Array;
  readonly width: number;
  /** In words. */
  readonly what: string;
  /** Whether these are the network's own inputs: at every step, or on the mean over them; `no`: something else. */
  readonly ofNetwork: 'every-step' | 'mean' | 'no';
}

/** Neither of these encoders draws. */
const nothingRandom = (): number => {
  throw new Error('this encoder must not draw');
};

/**
 * One input vector a sample.
 *
 * - constant currents (`direct`, `population`): the currents themselves;
 * - random spikes (`rate`): the values before encoding, times the gain, which is the expected input of a step;
 * - `latency`: the values before encoding, because every input spikes but once and a mean over time would lose them;
 * - spike trains and `delta`: the mean input over time, spikes divided by steps.
 *
 * @returns New arrays.
 */
export function denseInputs(run: FinishedRun, split: Split): DenseInputs {
  const { encode, test } = run.scenario;
  const shown = run[split];
  const width = run.plan.inputSize;
  const before = (gain: number) => currents(createEncoder({ kind: 'direct', gain }, shown.dataSet), shown, test.batch);
  switch (encode.kind) {
    case 'direct':
    case 'population':
      return {
        values: currents(shown.encoder, shown, test.batch),
        width,
        what: 'the constant currents that the network is given',
        ofNetwork: 'every-step',
      };
    case 'rate':
      return {
        values: before(encode.gain),
        width,
        what: 'the values before random encoding, times the gain: the expected input of a step',
        ofNetwork: 'mean',
      };
    case 'latency':
      return { values: before(1), width, what: 'the values before encoding', ofNetwork: 'no' };
    case 'delta':
    case 'spikes':
      return {
        values: currents(shown.encoder, shown, test.batch),
        width,
        what: 'spikes of each input, divided by the number of steps: when they come is not in it',
        ofNetwork: 'mean',
      };
  }
}

/** Mean input over time of every sample, `[samples × size]`. */
function currents(encoder: Encoder, { dataSet, steps }: Shown, batch: number): Float64Array {
  const order = Uint32Array.from({ length: dataSet.count }, (_, index) => index);
  const size = sizeOf(encoder.shape);
  const rows = new Float64Array(dataSet.count * size);
  let at = 0;
  for (const indices of batches(order, batch)) {
    const signal = signalOf(encoder.encode(dataSet, indices, steps, nothingRandom), size, {
      steps,
      batch: indices.length,
    });
    const units = indices.length * size;
    rows.set(signal.constant ? signal.values : sumOverSteps(signal.values, units).map((sum) => sum / steps), at);
    at += units;
  }
  return rows;
}
