import { THREADS } from '../run/check-run-options.js';
import { trainNetwork } from '../run/train-network.js';
import { BENCH_LEARNING, benchOptimizer, lifNetwork, sizesText } from './bench-network.js';
import { type OptionTexts, optionReader } from './option-reader.js';
import { median } from './quantile.js';
import { refuseBench } from './refuse-bench.js';
import { type ResultHead, resultHead, type Surroundings } from './surroundings.js';
import { checkFit, loadBenchData, readWorkloadOptions } from './workload.js';

/** Memory after an epoch and its test, in megabytes of 10^6 bytes. */
interface MemoryRow {
  readonly epoch: number;
  /** Of the training alone. */
  readonly seconds: number;
  readonly accuracy: number;
  readonly residentMB: number;
  /** The most that the process ever held, up to here. */
  readonly peakMB: number;
}

/** What `bench memory` found. */
export interface MemoryResult extends ResultHead {
  readonly net: string;
  readonly data: string;
  readonly timeSteps: number;
  readonly batch: number;
  readonly threadsAsked: number;
  readonly backend: string;
  readonly rateInput: number;
  readonly seed: number;
  readonly rows: readonly MemoryRow[];
  readonly peakMB: number;
  /** How much the peak rose after the second epoch; by then everything that a run needs has been allocated. */
  readonly growthMB: number;
  /** Median over the epochs. */
  readonly epochSeconds: number;
}

const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(1));

/**
 * `bench memory`: a whole training run, its test after every epoch included, and the memory that the process holds.
 *
 * @throws HeavisideError HV_BENCH_OPTIONS with everything that is wrong with the options; what a run throws.
 */
export async function benchMemory(texts: OptionTexts, surroundings: Surroundings): Promise<MemoryResult> {
  const { backends, clock, memory, report } = surroundings;
  const read = optionReader(texts);
  const sizes = read.sizes('network');
  const options = readWorkloadOptions(read);
  const epochs = read.number('epochs', { type: 'whole', min: 1 });
  const threads = read.number('threads', THREADS);
  const backend = read.name('backend', ['auto', ...backends.map(({ name }) => name)]);
  const data = await loadBenchData(options.data, read);
  if (data) checkFit(read, 'network', sizes, options, data);
  refuseBench('memory', read.problems);

  const { timeSteps, batch, rateInput, seed, lr, beta } = options;
  const run = trainNetwork(
    {
      network: lifNetwork(sizes, beta),
      data: data!,
      seed,
      steps: timeSteps,
      encode: rateInput === undefined ? { kind: 'direct', gain: 1 } : { kind: 'rate', gain: rateInput },
      ...BENCH_LEARNING,
      optimizer: benchOptimizer(lr),
      epochs,
      batch,
    },
    { backend, threads, clock, backends },
  );
  const rows: MemoryRow[] = [];
  let [chosen, seconds] = ['', 0];
  for await (const event of run) {
    if (event.kind === 'run-started') chosen = event.backend.chosen;
    if (event.kind === 'epoch-ended') seconds = event.seconds;
    if (event.kind !== 'tested') continue;
    const { resident, peak } = memory();
    const { epoch, metrics } = event;
    const accuracy = metrics['accuracy(test)']!;
    rows.push({ epoch, seconds, accuracy, residentMB: megabytes(resident), peakMB: megabytes(peak) });
    report(`epoch ${epoch} of ${epochs}: peak ${megabytes(peak)} MB`);
  }
  const last = rows.at(-1)!;
  return {
    ...resultHead('memory', surroundings),
    net: sizesText(sizes),
    data: options.data,
    timeSteps,
    batch,
    threadsAsked: threads,
    backend: chosen,
    rateInput: rateInput ?? 0,
    seed,
    rows,
    peakMB: last.peakMB,
    growthMB: Number((last.peakMB - (rows[1] ?? last).peakMB).toFixed(1)),
    epochSeconds: Number(median(rows.map((row) => row.seconds)).toFixed(3)),
  };
}
