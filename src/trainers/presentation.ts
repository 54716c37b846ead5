import type { Session } from '../backends/backend.js';
import type { InputChunk } from '../core/input-chunk.js';
import type { Readout } from '../core/layers/layer.js';

/** A batch as the network is shown it: encoded input for `steps` steps, and what it should say. */
export interface Presentation {
  readonly input: InputChunk;
  /** `[batch]`, 0..classes−1. */
  readonly labels: Int32Array;
  readonly steps: number;
}

/** What the network said. */
export interface Outcome {
  /** Read-out of each class, `[batch × classes]`. */
  readonly values: Float64Array;
  /** Σₜ output, `[batch × classes]`. */
  readonly outputSums: Float64Array;
  /** Output of the last step, `[batch × classes]`. */
  readonly lastOutput: Float64Array;
  readonly correct: number;
  readonly spikes: number;
  readonly synapticOperations: number;
}

/**
 * Shows a batch to the network and reads its answer: the class with the largest read-out, the first on ties. A single
 * output answers 1 where it is above 0 (its logistic function above ½).
 */
export async function present(
  session: Session,
  { input, labels, steps }: Presentation,
  readout: Readout,
  learn: boolean,
): Promise<Outcome> {
  await session.begin({ batch: labels.length, learn });
  const report = await session.simulate({ steps, input });
  const values = readoutValues(readout, report.outputSums, report.lastOutput, steps);
  const classes = values.length / labels.length;
  let correct = 0;
  for (let sample = 0; sample < labels.length; sample++) {
    const row = values.subarray(sample * classes, (sample + 1) * classes);
    if (answer(row) === labels[sample]) correct++;
  }
  const { outputSums, lastOutput, synapticOperations } = report;
  const spikes = Object.values(report.spikes).reduce((sum, count) => sum + count, 0);
  return { values, outputSums, lastOutput, correct, spikes, synapticOperations };
}

function readoutValues(readout: Readout, sums: Float64Array, last: Float64Array, steps: number): Float64Array {
  if (readout === 'last') return last;
  return readout === 'mean' ? sums.map((sum) => sum / steps) : sums;
}

function answer(outputs: Float64Array): number {
  if (outputs.length === 1) return outputs[0]! > 0 ? 1 : 0;
  let best = 0;
  for (let c = 1; c < outputs.length; c++) if (outputs[c]! > outputs[best]!) best = c;
  return best;
}
