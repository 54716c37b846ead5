import { expect } from 'vitest';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { referenceBackend } from '../../../src/backends/reference/reference-backend.js';
import { type GradientRule, isGradientRule, type LearningRule } from '../../../src/core/gradients/gradient-rule.js';
import type { InputChunk } from '../../../src/core/input-chunk.js';
import type { NetworkDescription } from '../../../src/core/layers/layer.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { backwardWeights } from '../../../src/core/network/backward-weights.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { type NetworkPlan, planNetwork } from '../../../src/core/network/plan-network.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

/** What is shown: how many samples, chunks of how many steps, and in what form. */
export interface Shown {
  readonly batch: number;
  readonly chunks: readonly number[];
  readonly input: InputChunk['kind'];
  readonly rule?: LearningRule;
  readonly seed?: number;
  /** Which input spikes when, where spikes are shown; omitted: each with probability 0.3. */
  readonly spiking?: Spiking;
}

/** Whether an input unit spikes in a step of a chunk. */
export type Spiking = (at: {
  readonly sample: number;
  readonly step: number;
  readonly steps: number;
  readonly unit: number;
  readonly random: () => number;
}) => boolean;

const epsilon: LearningRule = { kind: 'epsilon', epsilon: 1e-6 };

function inputOf(
  kind: InputChunk['kind'],
  [steps, batch]: readonly [steps: number, batch: number],
  size: number,
  random: () => number,
  spiking: Spiking = () => random() < 0.3,
): InputChunk {
  const rows = steps * batch;
  if (kind !== 'spikes') {
    // Some zeros, some below 0: silent and negative inputs are cases of their own.
    const value = () => (random() < 0.3 ? 0 : Math.fround(1.2 * random() - 0.2));
    return { kind, values: Float64Array.from({ length: rows * size }, value) };
  }
  const offsets = new Uint32Array(rows + 1);
  const indices: number[] = [];
  for (let row = 0; row < rows; row++) {
    const [sample, step] = [row % batch, Math.floor(row / batch)];
    for (let unit = 0; unit < size; unit++) if (spiking({ sample, step, steps, unit, random })) indices.push(unit);
    offsets[row + 1] = indices.length;
  }
  return { kind, offsets, indices: Uint32Array.from(indices) };
}

/** Starting tensors as float32 holds them; running statistics that are not 0 and 1. */
function tensorsOf(network: NetworkDescription, random: () => number): Tensors {
  const plan = planNetwork(network);
  return Object.fromEntries(
    Object.entries(initialTensors(plan, random)).map(([name, values]) => {
      if (name.endsWith('running_var')) return [name, values.map(() => Math.fround(0.5 + random()))];
      if (name.endsWith('running_mean')) return [name, values.map(() => Math.fround(random() - 0.5))];
      return [name, values.map(Math.fround)];
    }),
  );
}

/** Fixed weights on the way back as float32 holds them. */
function fixedWeights(rule: GradientRule, plan: NetworkPlan, random: () => number): Tensors {
  const drawn = Object.entries(backwardWeights(rule, plan, random));
  return Object.fromEntries(drawn.map(([name, values]) => [name, values.map(Math.fround)]));
}

/**
 * Shows the same to the reference backend and to `events` and expects equal spikes, potentials being far enough from
 * the threshold with these seeds.
 *
 * @returns The largest difference of outputs, input reward and feedback (the velocity of one SGD step), relative to the
 *   largest magnitude of each tensor.
 */
export async function largestDifference(network: NetworkDescription, shown: Shown): Promise<number> {
  const random = createRandomStreams(shown.seed ?? 7).stream('values');
  const plan = planNetwork(network);
  const tensors = tensorsOf(network, random);
  const { batch, chunks } = shown;
  const constant = inputOf(shown.input, [1, batch], plan.inputSize, random);
  const inputs = chunks.map((steps) =>
    shown.input === 'constant' ? constant : inputOf(shown.input, [steps, batch], plan.inputSize, random, shown.spiking),
  );
  const part = () => Float64Array.from({ length: batch * plan.outputSize }, () => Math.fround(0.02 * random() - 0.01));
  const reward = { always: part(), perOutput: part(), last: part() };
  const optimizer = { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 } as const;
  const rule = shown.rule ?? epsilon;
  const backward = isGradientRule(rule) ? fixedWeights(rule, plan, random) : {};
  const request = { network, tensors, optimizer, rule, backward };
  const record = plan.layers.map(({ id }) => id);
  const results = [];
  for (const backend of [referenceBackend, eventsBackend]) {
    const session = await backend.open(request);
    await session.begin({ batch, learn: true });
    const reports = [];
    for (const [k, steps] of chunks.entries())
      reports.push(await session.simulate({ steps, input: inputs[k]!, record }));
    const { input: explained } = await session.feedback(reward, { inputReward: true });
    const { feedbackNorm } = await session.update({ learningRate: 1, clip: undefined });
    results.push({ reports, explained: explained!, feedbackNorm, after: (await session.snapshot()).optimizer });
    await session.close();
  }
  const [reference, events] = results as [(typeof results)[0], (typeof results)[0]];
  expect(reference.feedbackNorm).toBeGreaterThan(0);
  let worst = 0;
  const compare = (actual: Float64Array, expected: Float64Array): void => {
    expect(actual.length).toBe(expected.length);
    const top = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-12);
    for (let k = 0; k < expected.length; k++) {
      const difference = Math.abs(actual[k]! - expected[k]!) / top;
      worst = difference <= worst ? worst : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    }
  };
  reference.reports.forEach((report, k) => {
    const own = events.reports[k]!;
    expect(own.spikes).toEqual(report.spikes);
    expect(own.recorded).toEqual(report.recorded);
    expect(own.synapticOperations).toBe(report.synapticOperations);
    compare(own.outputSums, report.outputSums);
    compare(own.lastOutput, report.lastOutput);
  });
  compare(events.explained, reference.explained);
  compare(Float64Array.of(events.feedbackNorm), Float64Array.of(reference.feedbackNorm));
  // The first velocity is minus the feedback itself; in the parameters it would be rounded as coarsely as they are.
  const velocities = Object.entries(reference.after.moments);
  expect(velocities.length).toBeGreaterThan(0);
  for (const [name, velocity] of velocities) compare(events.after.moments[name]!, velocity);
  return worst;
}
