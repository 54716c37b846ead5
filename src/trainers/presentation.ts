import type { ChunkReport, Session, ShownChunk } from '../backends/backend.js';
import { joinedReports } from '../backends/joined-reports.js';
import { answersOf } from '../core/answers.js';
import type { InputChunk } from '../core/input-chunk.js';
import type { Readout } from '../core/layers/layer.js';

/** A batch as the network is shown it: encoded input for `steps` steps, and what it should say. */
export interface Presentation {
  readonly input: InputChunk;
  /** `[batch]`, 0..classes−1. */
  readonly labels: Int32Array;
  readonly steps: number;
  /** Numbers of the samples in their data set, for learners that follow each sample. */
  readonly samples?: Uint32Array;
  /** The same in parts that follow each other, where currents are injected on the way; omitted: one chunk of `input`. */
  readonly chunks?: readonly ShownChunk[];
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
  /** Absent where nobody counted them. */
  readonly spikes?: number;
  readonly synapticOperations?: number;
}

/**
 * Shows a batch to the network and reads its answer, see `answersOf`.
 *
 * @param border Of a single output; 0 unless given.
 */
export async function present(
  session: Session,
  presentation: Presentation,
  readout: Readout,
  learn: boolean,
  border?: number,
): Promise<Outcome> {
  const { input, labels, steps, chunks = [{ steps, input }] } = presentation;
  await session.begin({ batch: labels.length, learn });
  const reports: ChunkReport[] = [];
  for (const chunk of chunks) reports.push(await session.simulate(chunk));
  return outcomeOf(joinedReports(reports), presentation, readout, border);
}

/** What a network said in a presentation. */
export function outcomeOf(
  { outputSums, lastOutput, spikes, synapticOperations }: ChunkReport,
  { labels, steps }: Presentation,
  readout: Readout,
  border?: number,
): Outcome {
  const values = readoutValues(readout, outputSums, lastOutput, steps);
  return {
    ...{ values, outputSums, lastOutput, synapticOperations },
    correct: correctAnswers(values, labels, border),
    spikes: Object.values(spikes).reduce((sum, count) => sum + count, 0),
  };
}

/** Number of samples whose answer is their label. @param values Read-out, `[batch × classes]`. @param border See `answersOf`. */
export function correctAnswers(values: Float64Array, labels: Int32Array, border = 0): number {
  const answers = answersOf(values, values.length / labels.length, border);
  return labels.reduce((count, label, sample) => (answers[sample] === label ? count + 1 : count), 0);
}

function readoutValues(readout: Readout, sums: Float64Array, last: Float64Array, steps: number): Float64Array {
  if (readout === 'last') return last;
  return readout === 'mean' ? sums.map((sum) => sum / steps) : sums;
}
