import { expect } from 'vitest';
import type { Backend, ChunkReport, Session } from '../../../src/backends/backend.js';
import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import type { InputChunk } from '../../../src/core/input-chunk.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { outputReward } from '../../../src/core/rewards/output-reward.js';
import type { RewardDescription } from '../../../src/core/rewards/reward.js';
import { sumOverSteps } from '../../../src/core/signal.js';
import { expectClose } from '../expect-close.js';
import { tensorsFrom } from '../network-of-vector.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';
import { cnnNetwork } from './cnn-case.js';
import { denseNetwork, rewardOf, ruleOf } from './dense-case.js';
import { byLayer, csnnNetwork, lifNetwork, snnNetwork } from './spiking-case.js';
import { optimizerOf } from './trajectory-case.js';

/** float32: what the reference's own description suggests, `1e-4 · max|b|` of the tensor. */
const TOLERANCE = 1e-4;
/** A step so long that the parameter does not swallow digits of the feedback: a power of 2, so that it divides exactly. */
const LEARNING_RATE = 1024;

interface Shown {
  readonly plan: NetworkPlan;
  readonly tensors: Tensors;
  readonly rule: RuleDescription;
  readonly input: InputChunk;
  readonly labels: Int32Array;
  readonly steps: number;
  readonly reward: RewardDescription;
  readonly record: readonly string[];
}

async function learnFrom(session: Session, shown: Omit<Shown, 'tensors'>) {
  const { plan, input, labels, steps, record, rule, reward } = shown;
  await session.begin({ batch: labels.length, learn: true });
  const report = await session.simulate({ steps, input, record });
  const sent = outputReward(reward, plan.readout, report.outputSums, labels, steps, rule.epsilon);
  const { input: explained } = await session.feedback(sent, { inputReward: true });
  return { report, sent, explained: explained! };
}

/** One presentation; the feedback is what a step of plain SGD moves the parameters by. */
async function presented(backend: Backend, shown: Shown) {
  const { plan, tensors, rule } = shown;
  const optimizer = { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 } as const;
  const session = await backend.open({ network: plan.description, tensors, optimizer, rule });
  try {
    const learned = await learnFrom(session, shown);
    await session.update({ learningRate: LEARNING_RATE, clip: undefined });
    const { tensors: after } = await session.snapshot();
    const feedback = (name: string): Float64Array => {
      const tensor = tensorPlans(plan).find((planned) => planned.name === name)!;
      const moved = after[name]!.map((value, k) => (value - tensors[name]![k]!) / LEARNING_RATE);
      return toExchangeLayout(tensor, moved);
    };
    return { ...learned, feedback };
  } finally {
    await session.close();
  }
}

const closeTo =
  ({ case: name }: Vector, tolerance = TOLERANCE) =>
  (actual: Float64Array, expected: unknown, label: string) =>
    expectClose(actual, expected, label, tolerance, name);

const labelsOf = (vector: Vector): Int32Array => Int32Array.from(vector['labels'] as number[]);

function inputOf(values: unknown, constant: boolean): InputChunk {
  return { kind: constant ? 'constant' : 'sequence', values: flat(values) };
}

/** kinds "dense" and "gamma_correct_input_reward_only". */
async function checkDense(backend: Backend, vector: Vector): Promise<void> {
  const { plan, tensors } = denseNetwork(vector);
  const named = ruleOf(vector);
  // The authors' released gamma rule is not ours (it forgets R): only the last layer's feedback, to which no reward
  // came through it, must agree; there it is that of the epsilon rule.
  const isReleasedGamma = vector['rule'] === 'gamma';
  const rule: RuleDescription = isReleasedGamma ? { kind: 'epsilon', epsilon: named.epsilon } : named;
  const labels = labelsOf(vector);
  for (const constant of [false, true]) {
    const input = inputOf(vector['x'], constant);
    const shown = { plan, tensors, rule, input, labels, steps: 1, reward: rewardOf(vector), record: [] };
    const { report, sent, explained, feedback } = await presented(backend, shown);
    // A ratio of batch sums that nearly cancel makes the Oja files ill-conditioned.
    const close = closeTo(vector, vector['rule'] === 'oja' ? 1e-3 : TOLERANCE);
    close(report.outputSums, vector['outputs'], 'outputs');
    close(sent.last, vector['reward'], 'reward');
    if (!isReleasedGamma) close(explained, vector['input_reward'], 'input_reward');
    if (!('feedback_W' in vector)) continue;
    plan.layers.forEach(({ id }, l) => {
      if (isReleasedGamma && l < plan.layers.length - 1) return;
      close(feedback(`${id}.weight`), list(vector, 'feedback_W')[l], `feedback_W[${l}]`);
      close(feedback(`${id}.bias`), list(vector, 'feedback_b')[l], `feedback_b[${l}]`);
    });
  }
}

/** kind "cnn". */
async function checkCnn(backend: Backend, vector: Vector): Promise<void> {
  const rule = { kind: 'epsilon', epsilon: number(vector, 'epsilon') } as const;
  const common = { ...cnnNetwork(vector), rule, labels: labelsOf(vector), steps: 1, record: [] };
  for (const constant of [false, true]) {
    const shown = { ...common, input: inputOf(vector['x'], constant), reward: { kind: 'softmax' } as const };
    const { report, sent, explained, feedback } = await presented(backend, shown);
    const close = closeTo(vector);
    close(report.outputSums, vector['outputs'], 'outputs');
    close(sent.last, vector['reward'], 'reward');
    close(explained, vector['input_reward'], 'input_reward');
    for (const [name, expected] of Object.entries(vector['feedback'] as Record<string, unknown>))
      close(feedback(name), expected, `feedback of ${name}`);
  }
}

/** A recorded layer's spikes written out, `[steps × batch × size]`. */
function spikesOf(report: ChunkReport, id: string, size: number): Float64Array {
  const { offsets, units } = report.recorded.find(({ layer }) => layer === id)!;
  const values = new Float64Array((offsets.length - 1) * size);
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let k = offsets[row]!; k < offsets[row + 1]!; k++) values[row * size + units[k]!] = 1;
  return values;
}

/** kinds "snn" and "csnn". */
async function checkSpiking(backend: Backend, vector: Vector): Promise<void> {
  const isDense = vector.kind === 'snn';
  const { plan, tensors } = isDense ? snnNetwork(vector) : csnnNetwork(vector);
  const constant = isDense ? vector['static_input'] === true : shapeOf(vector['x']).length === 4;
  const spiking = plan.layers.filter(({ neuron }) => neuron.kind === 'lif');
  const { report, sent, explained, feedback } = await presented(backend, {
    ...{ plan, tensors, input: inputOf(vector['x'], constant), labels: labelsOf(vector) },
    rule: { kind: 'epsilon', epsilon: number(vector, 'epsilon') },
    steps: number(vector, 'T'),
    reward: { kind: 'rate', scale: 'none' },
    record: spiking.map(({ id }) => id),
  });
  spiking.forEach(({ id, size }, l) => {
    expectClose(spikesOf(report, id, size), list(vector, 'spikes')[l], `spikes[${l}]`, 0, vector.case);
  });
  const close = closeTo(vector);
  const outputs = spikesOf(report, spiking.at(-1)!.id, spiking.at(-1)!.size);
  const units = sent.always.length;
  const spread = outputs.map((spike, k) => sent.always[k % units]! + sent.perOutput[k % units]! * spike);
  close(spread, vector['reward'], 'reward');
  const expected = flat(vector['input_reward']);
  close(explained, [...sumOverSteps(expected, explained.length)], 'input_reward');
  for (const [name, wanted] of Object.entries(spikingFeedback(vector, isDense)))
    close(feedback(name), wanted, `feedback of ${name}`);
}

function spikingFeedback(vector: Vector, isDense: boolean): Readonly<Record<string, unknown>> {
  if (isDense) return byLayer(list(vector, 'feedback_W'), list(vector, 'feedback_b'));
  const given = vector['feedback'] as Record<string, unknown>;
  return {
    'conv.weight': given['conv_W'],
    'conv.bias': given['conv_b'],
    'fc.weight': given['fc_W'],
    'fc.bias': given['fc_b'],
  };
}

/** kind "snn_trajectory": five steps of one session. */
async function checkTrajectory(backend: Backend, vector: Vector): Promise<void> {
  const plan = lifNetwork(vector);
  const optimizer = optimizerOf(vector);
  const tensors = tensorsFrom(plan, byLayer(list(vector, 'W0'), list(vector, 'b0')));
  const rule = { kind: 'epsilon', epsilon: number(vector, 'epsilon') } as const;
  const session = await backend.open({ network: plan.description, tensors, optimizer, rule });
  const close = closeTo(vector);
  try {
    for (const [k, x] of list(vector, 'x').entries()) {
      const { report } = await learnFrom(session, {
        ...{ plan, rule, input: inputOf(x, vector['static_input'] === true), record: [] },
        labels: Int32Array.from(list(vector, 'labels')[k] as number[]),
        steps: number(vector, 'T'),
        reward: { kind: 'rate', scale: vector['reward_div_T'] === true ? 'per-step' : 'none' },
      });
      expectClose(report.outputSums, list(vector, 'spike_counts')[k], `spike_counts[${k}]`, 0, vector.case);
      const limit = vector['clip_norm'];
      const clip = typeof limit === 'number' ? limit : undefined;
      const { feedbackNorm } = await session.update({ learningRate: optimizer.lr, clip });
      close(Float64Array.of(feedbackNorm), list(vector, 'feedback_norm_before_clip')[k], `feedback norm ${k}`);
      const { tensors: now } = await session.snapshot();
      const after = byLayer(list(vector, 'W_after')[k] as unknown[], list(vector, 'b_after')[k] as unknown[]);
      for (const tensor of tensorPlans(plan))
        close(toExchangeLayout(tensor, now[tensor.name]!), after[tensor.name], `${tensor.name} after step ${k + 1}`);
    }
    expect(list(vector, 'x').length).toBeGreaterThan(0);
  } finally {
    await session.close();
  }
}

/**
 * What a backend in float32 must agree with, by kind of file, through the interface of a session: outputs, spikes, reward
 * of the inputs (summed over the steps), feedback (what plain SGD moves), and where five steps lead. Membranes and the
 * reward between layers stay on the device.
 */
export const sessionChecks: Readonly<Record<string, (backend: Backend, vector: Vector) => Promise<void>>> = {
  dense: checkDense,
  gamma_correct_input_reward_only: checkDense,
  cnn: checkCnn,
  snn: checkSpiking,
  csnn: checkSpiking,
  snn_trajectory: checkTrajectory,
};
