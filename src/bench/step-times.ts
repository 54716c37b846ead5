import type { Session } from '../backends/backend.js';
import type { Presentation } from '../trainers/presentation.js';
import { LFP_LEARNING } from './bench-learning.js';
import { median, quantile } from './quantile.js';

/** How long the parts of one training step took, in milliseconds. */
interface StepTimes {
  readonly forward: number;
  readonly feedback: number;
  readonly update: number;
}

/** Medians over repeated steps, in milliseconds; `medianMs`, `p10Ms` and `p90Ms` of whole steps. */
export interface StepSummary {
  readonly forwardMs: number;
  readonly feedbackMs: number;
  readonly updateMs: number;
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
}

/** A session with the batch that it is shown again and again. */
export interface TimedVariant {
  readonly session: Session;
  readonly presentation: Presentation;
}

/** Steps before the measurement: compilers, caches and buffers settle. */
const WARM_UP = 2;

/**
 * One whole training step: forward (membranes at rest, all time steps), feedback (the reward of the read-out and its way
 * back), update (Adam with a learning rate of 0, so that every step does the same work on the same weights).
 */
async function timeStep(
  { session, presentation }: TimedVariant,
  clock: () => number,
  { sentBack } = LFP_LEARNING,
): Promise<StepTimes> {
  const { input, labels, steps } = presentation;
  const start = clock();
  await session.begin({ batch: labels.length, learn: true });
  const { outputSums } = await session.simulate({ steps, input });
  const simulated = clock();
  await session.feedback(sentBack(outputSums, presentation), { inputReward: false });
  const rewarded = clock();
  await session.update({ learningRate: 0, clip: undefined });
  return { forward: simulated - start, feedback: rewarded - simulated, update: clock() - rewarded };
}

/** Microseconds are as fine as these clocks are worth. */
const rounded = (milliseconds: number): number => Number(milliseconds.toFixed(3));

function summaryOf(times: readonly StepTimes[]): StepSummary {
  const totals = times.map(({ forward, feedback, update }) => forward + feedback + update);
  return {
    forwardMs: rounded(median(times.map(({ forward }) => forward))),
    feedbackMs: rounded(median(times.map(({ feedback }) => feedback))),
    updateMs: rounded(median(times.map(({ update }) => update))),
    medianMs: rounded(median(totals)),
    p10Ms: rounded(quantile(totals, 0.1)),
    p90Ms: rounded(quantile(totals, 0.9)),
  };
}

/**
 * Times training steps of several variants in turns: one step of each, then the next round. What disturbs the machine
 * for a while disturbs all of them alike.
 *
 * @param repeat   Rounds that count, after two that do not.
 * @param learning What all of them learn with.
 * @returns A summary for each variant, in their order.
 */
export async function timeInterleaved(
  variants: readonly TimedVariant[],
  repeat: number,
  clock: () => number,
  learning = LFP_LEARNING,
): Promise<readonly StepSummary[]> {
  const times = variants.map((): StepTimes[] => []);
  for (let round = 0; round < WARM_UP + repeat; round++)
    for (const [index, variant] of variants.entries()) {
      const step = await timeStep(variant, clock, learning);
      if (round >= WARM_UP) times[index]!.push(step);
    }
  return times.map(summaryOf);
}
