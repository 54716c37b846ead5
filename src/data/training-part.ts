import { HeavisideError } from '../core/heaviside-error.js';
import { sizeOf } from '../core/shape.js';
import type { DataSet, SampleSpikes, SampleValues } from './data-set.js';

/** A part of the training samples, see `SPLITS`. */
export type TrainingPart = 'fit' | 'validation';

/** Every fifth training sample validates. */
export const VALIDATE_EVERY = 5;

function validates(sample: number): boolean {
  return sample % VALIDATE_EVERY === VALIDATE_EVERY - 1;
}

/** Samples of a part of `count` training samples: `⌊count / 5⌋` validate, the others are to fit. */
export function partCount(count: number, part: TrainingPart): number {
  const validation = Math.floor(count / VALIDATE_EVERY);
  return part === 'validation' ? validation : count - validation;
}

function chosenValues({ values }: SampleValues, size: number, chosen: readonly number[]): SampleValues {
  const part = new Float32Array(chosen.length * size);
  chosen.forEach((sample, n) => {
    part.set(values.subarray(sample * size, (sample + 1) * size), n * size);
  });
  return { kind: 'values', values: part };
}

function chosenSpikes({ offsets, times, units }: SampleSpikes, chosen: readonly number[]): SampleSpikes {
  const part = new Uint32Array(chosen.length + 1);
  chosen.forEach((sample, n) => {
    part[n + 1] = part[n]! + offsets[sample + 1]! - offsets[sample]!;
  });
  const chosenTimes = new Float32Array(part[chosen.length]!);
  const chosenUnits = new Uint32Array(part[chosen.length]!);
  chosen.forEach((sample, n) => {
    chosenTimes.set(times.subarray(offsets[sample]!, offsets[sample + 1]!), part[n]!);
    chosenUnits.set(units.subarray(offsets[sample]!, offsets[sample + 1]!), part[n]!);
  });
  return { kind: 'spikes', offsets: part, times: chosenTimes, units: chosenUnits };
}

/**
 * One part of the training samples, in their order. Fit and validation have no sample in common and are together the
 * whole.
 *
 * @param train All training samples, checked; untouched.
 * @returns A data set of its own.
 * @throws HeavisideError `HV_DATA_PART` (usage) when there are fewer than five samples, so that none would validate.
 */
export function trainingPart(train: DataSet, part: TrainingPart): DataSet {
  const { name, shape, count, labels, samples } = train;
  if (count < VALIDATE_EVERY) {
    const message = `${name}: expected at least ${VALIDATE_EVERY} training samples for split ${part}, got ${count}`;
    const remedy = 'Use split: train, or take more training samples.';
    throw new HeavisideError('HV_DATA_PART', 'usage', message, { remedy, facts: { name, part, count } });
  }
  const chosen = [...labels.keys()].filter((sample) => validates(sample) === (part === 'validation'));
  return {
    ...train,
    name: `${name} (${part})`,
    count: chosen.length,
    labels: Int32Array.from(chosen, (sample) => labels[sample]!),
    samples: samples.kind === 'values' ? chosenValues(samples, sizeOf(shape), chosen) : chosenSpikes(samples, chosen),
  };
}
