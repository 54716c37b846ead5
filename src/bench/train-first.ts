import type { Session } from '../backends/backend.js';
import { sizeClass, synapseVisits, type Trial } from '../backends/choosing/trial.js';
import { shuffledIndices } from '../data/shuffled-indices.js';
import { batches, presentation } from '../run/batches.js';
import { LFP_LEARNING } from './bench-learning.js';
import type { Workload } from './workload.js';

/** The training step that `auto` compares backends by: the one that is timed afterwards. */
export function benchTrial(
  { plan, fixed, options: { timeSteps, batch, lr, rateInput } }: Workload,
  { trainer } = LFP_LEARNING,
): Trial {
  const work = synapseVisits(plan, timeSteps, batch);
  return {
    work,
    sizeClass: sizeClass(plan, work, rateInput === undefined ? 'direct' : 'rate'),
    step: (session) => trainer.learn(session, fixed, plan.readout, lr),
  };
}

/** Test samples that the accuracy is measured on, at most. */
const MOST_TESTED = 1000;

/**
 * Trains for some optimizer steps, so that spike rates are those of a trained network. Every epoch has an order of its
 * own; a last batch that cannot be filled is left out.
 */
export async function trainFirst(
  session: Session,
  { train, plan, streams, options: { batch, lr } }: Workload,
  trainSteps: number,
  report: (line: string) => void,
  { trainer } = LFP_LEARNING,
): Promise<void> {
  const every = Math.max(1, Math.ceil(trainSteps / 5));
  for (let done = 0, epoch = 1; done < trainSteps; epoch++) {
    const order = shuffledIndices(train.dataSet.count, streams.fresh(`order/${epoch}`));
    for (const indices of batches(order, batch)) {
      if (indices.length < batch || done === trainSteps) break;
      const shown = presentation(train, indices, streams.fresh(`encode/train/${epoch}/${done + 1}`));
      await trainer.learn(session, shown, plan.readout, lr);
      if (++done % every === 0) report(`trained ${done} of ${trainSteps} steps`);
    }
  }
}

/** Share of test samples answered rightly, of the first thousand at most. */
export async function testAccuracy(
  session: Session,
  { test, plan, streams, options: { batch } }: Workload,
  { trainer } = LFP_LEARNING,
): Promise<{ readonly accuracy: number; readonly tested: number }> {
  const tested = Math.min(MOST_TESTED, test.dataSet.count);
  const random = streams.fresh('encode/test');
  let correct = 0;
  for (const indices of batches(
    Uint32Array.from({ length: tested }, (_, index) => index),
    batch,
  ))
    correct += (await trainer.judge(session, presentation(test, indices, random), plan.readout)).correct;
  return { accuracy: correct / tested, tested };
}

/** Share of steps at which a unit of each layer fires, in the batch that is timed; `[layers]`, 0..1. */
export async function spikeRates(session: Session, { fixed, plan }: Workload): Promise<readonly number[]> {
  const { input, labels, steps } = fixed;
  await session.begin({ batch: labels.length, learn: false });
  const { spikes } = await session.simulate({ steps, input });
  return plan.layers.map(({ id, size }) => Number((spikes[id]! / (steps * labels.length * size)).toFixed(4)));
}
