import type { DeviceFacts } from '../backends/backend.js';
import { openBackend } from '../backends/choose-backend.js';
import type { SkippedBackend } from '../backends/choosing/chosen-backend.js';
import { isGradientRule } from '../core/gradients/gradient-rule.js';
import { backwardWeights } from '../core/network/backward-weights.js';
import { initialTensors } from '../core/network/initial-tensors.js';
import { THREADS } from '../run/check-run-options.js';
import { BENCH_LEARNINGS } from './bench-learning.js';
import { benchOptimizer, sizesText } from './bench-network.js';
import { type OptionReader, type OptionTexts, optionReader } from './option-reader.js';
import { refuseBench } from './refuse-bench.js';
import { type StepSummary, timeInterleaved } from './step-times.js';
import { type ResultHead, resultHead, type Surroundings } from './surroundings.js';
import { benchTrial, spikeRates, testAccuracy, trainFirst } from './train-first.js';
import { checkFit, loadBenchData, readWorkloadOptions, workloadOf } from './workload.js';

/** What `bench step` found: settings, what the network had learned, medians of a whole training step. */
export interface StepResult extends ResultHead, StepSummary {
  readonly net: string;
  readonly data: string;
  readonly timeSteps: number;
  readonly batch: number;
  /** What ran: the device's own count, or 1 where it has no choice. */
  readonly threads: number;
  readonly threadsAsked: number;
  readonly backend: string;
  readonly asked: string;
  /** What it learns with. */
  readonly rule: string;
  readonly skipped: readonly SkippedBackend[];
  readonly device: DeviceFacts;
  /** Spike probability for each unit of a value; 0: constant currents. */
  readonly rateInput: number;
  readonly seed: number;
  readonly trainSteps: number;
  readonly repeat: number;
  /** On the first samples of the test split, a thousand at most. */
  readonly accuracy: number;
  readonly tested: number;
  /** Share of steps at which a unit fires, layer by layer, in the batch that is timed. */
  readonly spikeRates: readonly number[];
}

/** Reads what `bench step` and `bench backends` share beside the workload. */
export function readTiming(read: OptionReader): {
  readonly trainSteps: number;
  readonly repeat: number;
  readonly threads: number;
} {
  return {
    trainSteps: read.number('train-steps', { type: 'whole', min: 0 }),
    repeat: read.number('repeat', { type: 'whole', min: 1 }),
    threads: read.number('threads', THREADS),
  };
}

/** Threads that a session says it has. */
function threadsOf(device: DeviceFacts): number {
  return typeof device['threads'] === 'number' ? device['threads'] : 1;
}

/**
 * `bench step`: trains a network, then times whole training steps on one fixed batch.
 *
 * @throws HeavisideError HV_BENCH_OPTIONS with everything that is wrong with the options; what data and backends throw.
 */
export async function benchStep(texts: OptionTexts, surroundings: Surroundings): Promise<StepResult> {
  const { backends, report, clock } = surroundings;
  const read = optionReader(texts);
  const sizes = read.sizes('network');
  const options = readWorkloadOptions(read);
  const { trainSteps, repeat, threads } = readTiming(read);
  const asked = read.name('backend', ['auto', ...backends.map(({ name }) => name)]);
  const ruleName = read.name('rule', Object.keys(BENCH_LEARNINGS));
  const data = await loadBenchData(options.data, read);
  if (data) checkFit(read, 'network', sizes, options, data);
  refuseBench('step', read.problems);

  const workload = workloadOf(sizes, options, data!);
  const { network, plan, streams, fixed } = workload;
  const learning = BENCH_LEARNINGS[ruleName]!;
  const { rule } = learning;
  const tensors = initialTensors(plan, streams.stream('weights'));
  const backward = isGradientRule(rule) ? { backward: backwardWeights(rule, plan, streams.stream('backward')) } : {};
  const request = { network, tensors, optimizer: benchOptimizer(options.lr), rule, threads, ...backward };
  const trial = benchTrial(workload, learning);
  const { session, choice } = await openBackend(asked, request, { backends, trial, clock });
  const { backend, skipped } = choice;
  try {
    report(`backend ${backend.name}: training ${sizesText(sizes)} for ${trainSteps} steps`);
    await trainFirst(session, workload, trainSteps, report, learning);
    const tested = await testAccuracy(session, workload, learning);
    const rates = await spikeRates(session, workload);
    report(`timing ${repeat} steps`);
    const [summary] = await timeInterleaved([{ session, presentation: fixed }], repeat, clock, learning);
    const { rateInput = 0, ...settings } = options;
    return {
      ...resultHead('step', surroundings),
      net: sizesText(sizes),
      data: settings.data,
      timeSteps: settings.timeSteps,
      batch: settings.batch,
      threads: threadsOf(session.device),
      threadsAsked: threads,
      backend: backend.name,
      asked,
      rule: ruleName,
      skipped,
      device: session.device,
      rateInput,
      seed: settings.seed,
      trainSteps,
      repeat,
      ...tested,
      spikeRates: rates,
      ...summary!,
    };
  } finally {
    await session.close();
  }
}
