import { chunkReport } from '../../backends/reference/chunk-report.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { restingNetwork, simulateNetwork } from '../../core/network/simulate-network.js';
import { signalOf } from '../../core/signal.js';
import { outcomeOf } from '../../trainers/presentation.js';
import { weightNames } from '../../trainers/session-learner.js';
import { presentation } from '../batches.js';
import { heardPresentation } from '../heard-presentation.js';
import type { PreparedRun } from '../prepare-run.js';
import type { Task } from '../task.js';
import { histogramOf } from './histogram.js';
import type { Histogram } from './look.js';
import { ownFeedback, type SentBack } from './own-feedback.js';

/** So many of the first epochs have histograms each, and half as many in every doubling after them. */
const EACH = 16;
/** Training samples whose feedback is counted, at most. */
const SAMPLES = 4;

/** Weights of a network, and the feedback that reached them. */
export interface NetworkHistograms {
  readonly weights: readonly Histogram[];
  readonly feedback: readonly Histogram[];
}

/**
 * Whether there are histograms at the end of an epoch: of each of the first 16, then of 8 in every doubling (of 17 to 32
 * those that are multiples of 2, of 33 to 64 those of 4 …), and of the last one. How many are planned changes no other: a
 * run that is stopped has as many as one that was planned so short.
 */
export function hasHistograms(epoch: number, epochs: number): boolean {
  let every = 1;
  while (epoch > EACH * every) every *= 2;
  return epoch % every === 0 || epoch === epochs;
}

/**
 * What the first training samples (4 at most) send back through a network under the run's own rule, before clipping.
 *
 * Random streams: `encode/histograms`.
 *
 * @param tensors The network's, in storage layout; untouched.
 * @returns undefined for learners that send nothing through the network.
 */
export function feedbackOfFirst(
  task: Task,
  { plan, train, streams, learner }: PreparedRun,
  tensors: Tensors,
): SentBack | undefined {
  const sendBack = ownFeedback(task.learn, streams);
  if (!sendBack) return undefined;
  // No more than the run itself shows at once, which is known to fit.
  const count = Math.min(SAMPLES, task.train.batch, train.dataSet.count);
  const samples = Uint32Array.from({ length: count }, (_, sample) => sample);
  const plain = presentation(train, samples, streams.fresh('encode/histograms'));
  const shown = heardPresentation(plain, plan, learner.cuts?.());
  const span = { steps: shown.steps, batch: samples.length };
  const signal = signalOf(shown.input, plan.inputSize, span);
  const trace = simulateNetwork(plan, tensors, signal, restingNetwork(plan, span.batch), span);
  const { values } = outcomeOf(chunkReport(plan, trace, signal, []), shown, plan.readout);
  return sendBack({ trace, values, labels: shown.labels }, 'tensors');
}

/**
 * How the weights of a run's network are spread, and the feedback that the first training samples send to them, added up.
 */
export async function networkHistograms(task: Task, run: PreparedRun): Promise<NetworkHistograms> {
  const { plan, learner } = run;
  const names = weightNames(plan);
  const tensors = await learner.network?.();
  if (!tensors) {
    const weights = await learner.weights();
    return { weights: names.map((name, n) => histogramOf(name, weights[n]!)), feedback: [] };
  }
  const sent = feedbackOfFirst(task, run, tensors)?.tensors;
  return {
    weights: names.map((name) => histogramOf(name, tensors[name]!)),
    feedback: sent ? names.map((name) => histogramOf(name, sent[name]!)) : [],
  };
}
