import { expect } from 'vitest';
import type { RuleDescription } from '../../../src/core/feedback/rule.js';
import { stabilised } from '../../../src/core/feedback/stabilised.js';
import type { Tensors } from '../../../src/core/layers/tensors.js';
import { initialTensors, tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import { networkFeedback } from '../../../src/core/network/network-feedback.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import type { StaticUnitDescription } from '../../../src/core/neurons/neuron.js';
import { type DenseReward, denseReward } from '../../../src/core/rewards/dense-rewards.js';
import { expectClose } from '../expect-close.js';
import { denseLayer, network, tensorsFrom } from '../network-of-vector.js';
import { flat, list, number, type Vector } from '../vector-folder.js';

/** The reward function that a file names. */
export function rewardOf(vector: Vector): DenseReward {
  const name = String(vector['reward_name']);
  const bounds = vector['reward_kwargs'] as Record<string, number | boolean>;
  switch (name) {
    case 'softmax':
    case 'sigmoid':
    case 'maximize':
    case 'minimize':
      return { kind: name };
    case 'correct':
      return { kind: 'correct-class' };
    case 'misclass':
      return { kind: 'misclassification' };
    case 'binarysigmoid':
      return { kind: 'binary-sigmoid' };
    case 'boundedsoftmax':
      return {
        kind: 'bounded-softmax',
        low: Number(bounds['lower_bound']),
        high: Number(bounds['higher_bound']),
        signOnly: bounds['logit_sign_only'] === true,
      };
    default:
      throw new Error(`${vector.case}: unknown reward ${name}`);
  }
}

/** The rule that a file names. */
export function ruleOf(vector: Vector): RuleDescription {
  const epsilon = number(vector, 'epsilon');
  const rule = String(vector['rule']);
  if (rule === 'epsilon' || rule === 'hebbian' || rule === 'oja') return { kind: rule, epsilon };
  if (rule === 'gamma' || rule === 'gamma_zennit') return { kind: 'gamma', epsilon, gamma: number(vector, 'gamma') };
  throw new Error(`${vector.case}: unknown rule ${rule}`);
}

function planOf(vector: Vector): NetworkPlan {
  const [inputs, ...sizes] = vector['sizes'] as number[];
  const hidden = { kind: vector['activation'] } as StaticUnitDescription;
  const output: StaticUnitDescription = vector['output_activation'] ? hidden : { kind: 'identity' };
  const layers = sizes.map((size, l) => denseLayer(`l${l}`, size, l === sizes.length - 1 ? output : hidden));
  return network([inputs!], layers, 'last');
}

/** Network and tensors of a file of dense layers. */
export function denseNetwork(vector: Vector): { readonly plan: NetworkPlan; readonly tensors: Tensors } {
  const plan = planOf(vector);
  const given = Object.fromEntries(
    list(vector, 'W').flatMap((w, l) => [
      [`l${l}.weight`, w],
      [`l${l}.bias`, list(vector, 'b')[l]],
    ]),
  );
  return { plan, tensors: tensorsFrom(plan, given) };
}

function runDense(vector: Vector) {
  const { plan, tensors } = denseNetwork(vector);
  const labels = Int32Array.from(vector['labels'] as number[]);
  const input = { values: flat(vector['x']), constant: false };
  const span = { steps: 1, batch: labels.length };
  const trace = simulateNetwork(plan, tensors, input, restingNetwork(plan, span.batch), span);
  const outputs = trace.layers.at(-1)!.output.values;
  const reward = denseReward(rewardOf(vector), outputs, labels, plan.outputSize);
  const feedback = networkFeedback([trace], [reward], { rule: ruleOf(vector), inputReward: true });
  return { plan, tensors, trace, outputs, reward, feedback };
}

/** Forward, reward, reward at every module and feedback of every parameter. */
function checkPublishedRule(vector: Vector): void {
  // A ratio of batch sums makes the Oja files ill-conditioned; the tolerance is the reference's own.
  const tolerance = vector['rule'] === 'oja' ? 1e-7 : 1e-9;
  const { plan, trace, outputs, reward, feedback } = runDense(vector);
  const close = (actual: Float64Array, expected: unknown, label: string) =>
    expectClose(actual, expected, label, tolerance, vector.case);

  list(vector, 'z').forEach((z, l) => {
    close(trace.layers[l]!.result.sums.values, z, `z[${l}]`);
  });
  close(outputs, vector['outputs'], 'outputs');
  close(reward, vector['reward'], 'reward');
  const plans = tensorPlans(plan);
  const inExchange = (name: string) =>
    toExchangeLayout(plans.find((tensor) => tensor.name === name)!, feedback.tensors[name]!);
  list(vector, 'feedback_W').forEach((expected, l) => {
    close(inExchange(`l${l}.weight`), expected, `feedback_W[${l}]`);
    close(inExchange(`l${l}.bias`), list(vector, 'feedback_b')[l], `feedback_b[${l}]`);
  });
  list(vector, 'reward_at_module_outputs').forEach((expected, module) => {
    // Modules alternate linear, activation; the reward passes an activation unchanged.
    close(feedback.outputRewards[0]![Math.floor(module / 2)]!, expected, `reward_at_module_outputs[${module}]`);
  });
  close(feedback.inputs![0]!, vector['input_reward'], 'input_reward');
  expect(Object.keys(feedback.tensors).sort()).toEqual(Object.keys(initialTensors(plan, () => 0.5)).sort());
}

/**
 * The authors' released gamma rule: parameter feedback only. Its reward to the inputs forgets R (their
 * own note says so) and is not ours, so each layer is given the reward that the file says arrived there, and the rule's
 * own stabiliser, `z + ε · rms(z) · sgn(z)` with the root mean square of each sample.
 */
function checkReleasedGamma(vector: Vector): void {
  const { plan, tensors, trace, outputs, reward } = runDense(vector);
  expectClose(outputs, vector['outputs'], 'outputs', 1e-9, vector.case);
  expectClose(reward, vector['reward'], 'reward', 1e-9, vector.case);
  const epsilon = number(vector, 'epsilon');
  plan.layers.forEach((layer, l) => {
    const { inputs, result } = trace.layers[l]!;
    const sums = result.sums.values;
    const arrived = flat(list(vector, 'reward_at_module_outputs')[2 * l] ?? vector['reward']);
    const normed = arrived.map((r, k) => {
      const row = sums.subarray(layer.size * Math.floor(k / layer.size)).subarray(0, layer.size);
      const rms = Math.sqrt(row.reduce((sum, z) => sum + z * z, 0) / layer.size);
      return r / stabilised(sums[k]!, epsilon * rms);
    });
    const feedback = layer.operation.feedback({
      arrived: { reward: () => arrived, normed: () => normed },
      inputs,
      result,
      tensors,
      rule: { kind: 'epsilon', epsilon },
      span: trace.span,
      wantInputs: false,
    });
    for (const tensor of layer.tensors) {
      const expected = list(vector, tensor.name.endsWith('weight') ? 'feedback_W' : 'feedback_b')[l];
      const label = `feedback of ${tensor.name}`;
      expectClose(toExchangeLayout(tensor, feedback.tensors[tensor.name]!), expected, label, 1e-9, vector.case);
    }
  });
}

/** kind "dense". */
export function checkDense(vector: Vector): void {
  const check = vector['rule'] === 'gamma' ? checkReleasedGamma : checkPublishedRule;
  check(vector);
}

/** kind "gamma_correct_input_reward_only": the gamma rule as it is meant. */
export function checkCorrectGamma(vector: Vector): void {
  const { outputs, reward, feedback } = runDense(vector);
  expectClose(outputs, vector['outputs'], 'outputs', 1e-9, vector.case);
  expectClose(reward, vector['reward'], 'reward', 1e-9, vector.case);
  expectClose(feedback.inputs![0]!, vector['input_reward'], 'input_reward', 1e-9, vector.case);
}
