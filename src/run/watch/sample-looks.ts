import { fairShares } from '../../core/fair-shares.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { PreparedRun } from '../prepare-run.js';
import type { Task } from '../task.js';
import type { Look, NeuronPlace } from './look.js';
import { makeLook } from './make-look.js';
import { ownFeedback } from './own-feedback.js';

/** Samples that are shown at the end of a run, at most. */
const SAMPLES = 10;
/** Voltages of all of them together, at most. */
const VOLTAGES = 600_000;

/** All samples where there are at most 10, else the first one of each class, at most 10; in their order. */
export function shownSamples(labels: Int32Array): readonly number[] {
  if (labels.length <= SAMPLES) return Array.from(labels, (_, sample) => sample);
  const seen = new Set<number>();
  const found: number[] = [];
  for (let sample = 0; sample < labels.length && found.length < SAMPLES; sample++) {
    if (seen.has(labels[sample]!)) continue;
    seen.add(labels[sample]!);
    found.push(sample);
  }
  return found;
}

/**
 * Neurons whose membranes are kept: all when there is room for them, else evenly spread ones of each layer; small layers
 * keep more of theirs.
 *
 * @param room Neurons, at most.
 */
export function keptMembranes({ layers }: NetworkPlan, room: number): readonly NeuronPlace[] {
  const membranes = layers.filter(({ neuron }) => isSpiking(neuron));
  const counts = fairShares(
    membranes.map(({ size }) => size),
    room,
  );
  return membranes.flatMap(({ id, size }, index) => {
    const count = counts[index]!;
    return Array.from({ length: count }, (_, k) => ({ layer: id, unit: Math.floor((k * size) / count) }));
  });
}

/**
 * Shows the learned network some test samples, the first one in any case: when the signal is aborted, no more follow.
 *
 * @returns undefined for learners with a network of their own.
 */
export async function sampleLooks(
  task: Task,
  run: PreparedRun,
  signal: AbortSignal | undefined,
): Promise<readonly Look[] | undefined> {
  const tensors = await run.learner.network?.();
  if (!tensors) return undefined;
  const samples = shownSamples(run.test.dataSet.labels);
  const voltages = keptMembranes(run.plan, Math.floor(VOLTAGES / (samples.length * task.steps)));
  const place = { task, run, sendBack: ownFeedback(task.learn, run.streams) };
  const looks: Look[] = [];
  for (const sample of samples) {
    looks.push(makeLook(place, tensors, { sample, voltagesOf: voltages, pulses: [] })!);
    await nextTurn();
    if (signal?.aborted) break;
  }
  return looks;
}

/** Lets everything else that waits for its turn go first: a signal that stops the run, too. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
