import type { NetworkDescription } from '../core/layers/layer.js';
import { NETWORK_LIMITS, presentationProblem } from '../core/network/network-limits.js';
import { checkNetwork, type NetworkPlan, planNetwork } from '../core/network/plan-network.js';
import { sizeOf } from '../core/shape.js';
import type { DataSet } from '../data/data-set.js';
import { createEncoder } from '../data/encoders/create-encoder.js';
import type { EncoderDescription } from '../data/encoders/encoder.js';
import { loadDataSet } from '../data/load-data-set.js';
import { createRandomStreams, type RandomStreams } from '../data/random-streams.js';
import { presentation, type Shown } from '../run/batches.js';
import type { Presentation } from '../trainers/presentation.js';
import { lifNetwork } from './bench-network.js';
import type { OptionReader } from './option-reader.js';

/** How samples are shown and learned from. */
export interface WorkloadOptions {
  readonly data: string;
  readonly timeSteps: number;
  readonly batch: number;
  /** Probability of a spike for each unit of a value; undefined: the values as constant currents. */
  readonly rateInput: number | undefined;
  readonly seed: number;
  readonly lr: number;
  readonly beta: number;
}

/** The options that all measurements on data share. */
export function readWorkloadOptions(read: OptionReader): WorkloadOptions {
  return {
    data: read.text('data'),
    timeSteps: read.number('time-steps', { type: 'whole', min: 1, max: NETWORK_LIMITS.steps }),
    batch: read.number('batch', { type: 'whole', min: 1 }),
    rateInput: read.given('rate-input') ? read.number('rate-input', { type: 'number', above: 0 }) : undefined,
    seed: read.number('seed', { type: 'whole', min: 0 }),
    lr: read.number('lr', { type: 'number', min: 0 }),
    beta: read.number('beta', { type: 'number', min: 0, max: 1 }),
  };
}

/** Both halves of a data set. */
export interface BenchData {
  readonly train: DataSet;
  readonly test: DataSet;
}

/**
 * The embedded digits, or a folder with IDX files (pixel / 255). A folder that cannot be read is one more problem when
 * there are others; alone it is thrown as it is, since then the machine is to blame.
 */
export async function loadBenchData(where: string, read: OptionReader): Promise<BenchData | undefined> {
  if (where === '') return undefined;
  const streams = createRandomStreams(0);
  const of = (split: 'train' | 'test') =>
    loadDataSet(where === 'digits' ? { source: 'digits', split } : { source: 'idx', dir: where, split }, streams);
  try {
    return { train: await of('train'), test: await of('test') };
  } catch (error) {
    if (read.problems.length === 0) throw error;
    const got = error instanceof Error ? error.message : String(error);
    read.blame('data', { expected: '"digits" or a folder with IDX files', got: `a problem: ${got}` });
    return undefined;
  }
}

/** Blames a network or a batch that does not fit the data or the memory. @param flag Where the sizes come from. */
export function checkFit(
  read: OptionReader,
  flag: string,
  sizes: readonly number[],
  { timeSteps, batch, beta }: WorkloadOptions,
  { train }: BenchData,
): void {
  if (batch > train.count)
    read.blame('batch', { expected: `at most ${train.count}, the samples of ${train.name}`, got: String(batch) });
  if (sizes.length === 0) return;
  const inputs = sizeOf(train.shape);
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (first !== inputs)
    read.blame(flag, { expected: `${inputs} first, the values of a sample of ${train.name}`, got: String(first) });
  if (last !== train.classes)
    read.blame(flag, { expected: `${train.classes} last, the classes of ${train.name}`, got: String(last) });
  const { problems, sizes: sound } = checkNetwork(lifNetwork(sizes, Number.isNaN(beta) ? 0 : beta));
  for (const { expected, got } of problems) read.blame(flag, { expected, got });
  // A number that could not be read has been blamed already.
  const memory = sound && Number.isFinite(timeSteps * batch) && presentationProblem(sound.values, timeSteps, batch);
  if (memory) read.blame('batch', memory);
}

/** A network with samples to show it. */
export interface Workload {
  readonly options: WorkloadOptions;
  readonly network: NetworkDescription;
  readonly plan: NetworkPlan;
  readonly train: Shown;
  readonly test: Shown;
  readonly streams: RandomStreams;
  /** The first samples of the train split: what a step is timed on. */
  readonly fixed: Presentation;
}

/** Puts checked options and data together. */
export function workloadOf(sizes: readonly number[], options: WorkloadOptions, data: BenchData): Workload {
  const { timeSteps: steps, batch, rateInput, seed, beta } = options;
  const network = lifNetwork(sizes, beta);
  const encode: EncoderDescription =
    rateInput === undefined ? { kind: 'direct', gain: 1 } : { kind: 'rate', gain: rateInput };
  const shown = (dataSet: DataSet): Shown => ({ dataSet, encoder: createEncoder(encode, dataSet), steps });
  const [train, test] = [shown(data.train), shown(data.test)];
  const streams = createRandomStreams(seed);
  const first = Uint32Array.from({ length: batch }, (_, index) => index);
  const fixed = presentation(train, first, streams.fresh('encode/fixed'));
  return { options, network, plan: planNetwork(network), train, test, streams, fixed };
}
