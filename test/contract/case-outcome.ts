import type { ChunkReport, Session } from '../../src/backends/backend.js';
import { isGradientRule } from '../../src/core/gradients/gradient-rule.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { outputError } from '../../src/core/losses/output-error.js';
import { hasSpikes } from '../../src/core/neurons/neuron.js';
import type { OptimizerState } from '../../src/core/optimizers/optimizer-step.js';
import { type OutputReward, outputReward } from '../../src/core/rewards/output-reward.js';
import type { PreparedCase, ShownCase } from './prepared-case.js';

interface Snapshot {
  readonly tensors: Tensors;
  readonly optimizer: OptimizerState;
}

/** All that a session shows of a case. */
export interface CaseOutcome {
  /** Reports of the test presentation, then of every lesson, chunk by chunk. */
  readonly reports: readonly (readonly ChunkReport[])[];
  /** Reward of the inputs in the first lesson, `[batch × inputs]`. */
  readonly inputReward: Float64Array | undefined;
  /** Norm of the feedback of each lesson, before clipping. */
  readonly feedbackNorms: readonly number[];
  /** After the first lesson, where the optimizer's moments are the feedback up to a factor, and after the last. */
  readonly first: Snapshot | undefined;
  readonly last: Snapshot;
}

/** Layers whose spikes a case records: all that have any, the input first where it is shown as spikes. */
function recordedLayers({ description, plan }: PreparedCase): readonly string[] {
  const { input } = description.network;
  const shown = description.chunks.every((chunk) => chunk.input === 'spikes') ? [input.id] : [];
  return [...shown, ...plan.layers.filter(({ neuron }) => hasSpikes(neuron)).map(({ id }) => id)];
}

/**
 * Puts a session through a case.
 *
 * @param before Called before each presentation, test first.
 */
export async function caseOutcome(
  session: Session,
  prepared: PreparedCase,
  before: () => Promise<void> = async () => undefined,
): Promise<CaseOutcome> {
  const { description, test, lessons } = prepared;
  await before();
  const reports = [await present(session, prepared, test, false)];
  const feedbackNorms: number[] = [];
  let inputReward: Float64Array | undefined;
  let first: Snapshot | undefined;
  for (const lesson of lessons) {
    await before();
    const shown = await present(session, prepared, lesson, true);
    reports.push(shown);
    const explained = await session.feedback(rewardOf(prepared, lesson, shown), { inputReward: !first });
    inputReward ??= explained.input;
    const { lr } = description.optimizer;
    feedbackNorms.push((await session.update({ learningRate: lr, clip: description.clip })).feedbackNorm);
    first ??= await session.snapshot();
  }
  return { reports, inputReward, feedbackNorms, first, last: await session.snapshot() };
}

/** One presentation, chunk by chunk, every spike recorded. */
export async function present(
  session: Session,
  prepared: PreparedCase,
  { chunks, labels }: ShownCase,
  learn: boolean,
): Promise<readonly ChunkReport[]> {
  await session.begin({ batch: labels.length, learn });
  const reports: ChunkReport[] = [];
  for (const chunk of chunks) reports.push(await session.simulate({ ...chunk, record: recordedLayers(prepared) }));
  return reports;
}

/** The reward, or under a gradient rule the error, of what a session itself said. */
export function rewardOf(
  { description, plan }: PreparedCase,
  { chunks, labels }: ShownCase,
  reports: readonly ChunkReport[],
): OutputReward {
  const steps = chunks.reduce((total, chunk) => total + chunk.steps, 0);
  const sums = new Float64Array(labels.length * plan.outputSize);
  for (const { outputSums } of reports) for (let k = 0; k < sums.length; k++) sums[k]! += outputSums[k]!;
  const values = { rate: sums, mean: sums.map((total) => total / steps), last: reports.at(-1)!.lastOutput };
  const { reward, loss, rule } = description;
  const value = values[plan.readout];
  if (isGradientRule(rule)) return outputError(loss, plan.readout, value, labels, steps).error;
  return outputReward(reward, plan.readout, value, labels, steps, rule.epsilon);
}
