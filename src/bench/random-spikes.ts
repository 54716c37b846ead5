import type { InputChunk } from '../core/input-chunk.js';
import type { RandomSource } from '../core/random-source.js';
import { encodeRate } from '../data/encoders/rate.js';
import type { Presentation } from '../trainers/presentation.js';

/** What random spike trains are like. */
export interface RandomSpikes {
  readonly inputs: number;
  readonly batch: number;
  readonly steps: number;
  /** Probability of a spike of each input at each step, 0..1. */
  readonly density: number;
  readonly classes: number;
}

/** Independent spikes of one density with labels at random: nothing to learn from, only work to be done. */
export function randomSpikes(
  { inputs, batch, steps, density, classes }: RandomSpikes,
  random: RandomSource,
): Presentation {
  const values = new Float32Array(batch * inputs).fill(1);
  const input = encodeRate(values, inputs, steps, density, random);
  return { input, labels: Int32Array.from({ length: batch }, () => Math.floor(random() * classes)), steps };
}

/** Share of inputs that are not 0, over samples and steps. */
export function inputActivity(input: InputChunk, inputs: number): number {
  if (input.kind === 'spikes') return input.indices.length / ((input.offsets.length - 1) * inputs);
  return input.values.reduce((active, value) => active + (value === 0 ? 0 : 1), 0) / input.values.length;
}
