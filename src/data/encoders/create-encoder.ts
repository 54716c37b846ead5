import { HeavisideError } from '../../core/heaviside-error.js';
import type { InputChunk } from '../../core/input-chunk.js';
import type { RandomSource } from '../../core/random-source.js';
import { type Shape, shapeText, sizeOf } from '../../core/shape.js';
import type { DataSet, SampleValues } from '../data-set.js';
import { requireNumber, requireWhole } from '../require-option.js';
import { deltaShape, encodeDelta } from './delta.js';
import { encodeDirect } from './direct.js';
import type { Encoder, EncoderDescription, EncoderKind } from './encoder.js';
import { encodeLatency } from './latency.js';
import { encodePopulation } from './population.js';
import { encodeRate } from './rate.js';
import { encodeSpikes } from './spikes.js';

export type { Encoder } from './encoder.js';

type SamplesKind = DataSet['samples']['kind'];

/** What an encoder must know of the data; a `DataSet` and a `SourceShape` have it. */
export interface EncodableData {
  readonly shape: Shape;
  readonly samples: SamplesKind | { readonly kind: SamplesKind };
}

function kindMismatch(encoder: EncoderKind, samples: SamplesKind): HeavisideError {
  const words = { spikes: 'spike trains', values: 'analog values' };
  const [wanted, got] = [words[encoder === 'spikes' ? 'spikes' : 'values'], words[samples]];
  const remedy =
    samples === 'spikes' ? 'Set encode: spikes.' : 'Set encode to direct, rate, latency, delta or population.';
  const message = `encoder "${encoder}": expected data of ${wanted}, got ${got}`;
  return new HeavisideError('HV_ENCODER_DATA', 'usage', message, { remedy, facts: { encoder, samples } });
}

function requireKind(encoder: EncoderKind, samples: SamplesKind): void {
  if ((encoder === 'spikes') !== (samples === 'spikes')) throw kindMismatch(encoder, samples);
}

/**
 * Shape of the encoded input for samples of `shape`: the same, except `delta` (`[2 · features of a frame]`) and
 * `population` (`[features · fields]`). Needs no data.
 *
 * @throws HeavisideError `HV_OPTION_RANGE` for an option that no encoder can follow, `HV_ENCODER_SHAPE`.
 */
export function encodedShape(description: EncoderDescription, shape: Shape): Shape {
  switch (description.kind) {
    case 'direct':
      requireNumber('encode.gain', description.gain);
      return shape;
    case 'rate':
      requireNumber('encode.gain', description.gain, { above: 0 });
      return shape;
    case 'latency':
      requireNumber('encode.threshold', description.threshold);
      return shape;
    case 'delta':
      requireNumber('encode.threshold', description.threshold, { min: 0 });
      return deltaShape(shape);
    case 'population':
      requireNumber('encode.high', description.high, { above: requireNumber('encode.low', description.low) });
      return [sizeOf(shape) * requireWhole('encode.fields', description.fields, { min: 2 })];
    case 'spikes':
      return shape;
  }
}

/** Samples of a batch, one after the other. */
function gathered({ values }: SampleValues, size: number, indices: Uint32Array): Float32Array {
  const batch = new Float32Array(indices.length * size);
  indices.forEach((sample, place) => {
    batch.set(values.subarray(sample * size, (sample + 1) * size), place * size);
  });
  return batch;
}

function encodeValues(
  description: EncoderDescription,
  values: Float32Array,
  shape: Shape,
  steps: number,
  random: RandomSource,
): InputChunk {
  switch (description.kind) {
    case 'direct':
      return encodeDirect(values, description.gain);
    case 'rate':
      return encodeRate(values, sizeOf(shape), steps, description.gain, random);
    case 'latency':
      return encodeLatency(values, sizeOf(shape), steps, description.threshold);
    case 'delta':
      return encodeDelta(values, shape, steps, description.threshold);
    case 'population':
      return encodePopulation(values, description.fields, description.low, description.high);
    case 'spikes':
      throw kindMismatch('spikes', 'values');
  }
}

function requireFit(expected: Shape, dataSet: DataSet, indices: Uint32Array): void {
  const fits = dataSet.shape.length === expected.length && expected.every((extent, d) => extent === dataSet.shape[d]);
  if (!fits) {
    const message = `${dataSet.name}: expected samples of ${shapeText(expected)}, got ${shapeText(dataSet.shape)}`;
    const remedy = 'Make train and test data of one shape.';
    throw new HeavisideError('HV_ENCODER_SHAPE', 'usage', message, { remedy });
  }
  const beyond = indices.find((sample) => sample >= dataSet.count);
  if (beyond === undefined) return;
  const message = `${dataSet.name}: expected sample indices in 0..${dataSet.count - 1}, got ${beyond}`;
  throw new HeavisideError('HV_ENCODER_INDEX', 'usage', message, { facts: { count: dataSet.count, index: beyond } });
}

/**
 * Makes the encoder of a scenario for data of one shape and kind.
 *
 * @throws HeavisideError `HV_ENCODER_DATA` when spike trains meet an encoder of numbers or the reverse, and what
 *   `encodedShape` throws.
 */
export function createEncoder(description: EncoderDescription, data: EncodableData): Encoder {
  requireKind(description.kind, typeof data.samples === 'string' ? data.samples : data.samples.kind);
  return {
    shape: encodedShape(description, data.shape),
    encode(dataSet, indices, steps, random) {
      const { samples } = dataSet;
      requireWhole('time.steps', steps, { min: 1 });
      requireFit(data.shape, dataSet, indices);
      requireKind(description.kind, samples.kind);
      if (samples.kind === 'spikes') return encodeSpikes(samples, indices, steps);
      const values = gathered(samples, sizeOf(data.shape), indices);
      return encodeValues(description, values, data.shape, steps, random);
    },
  };
}
