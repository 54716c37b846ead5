import type { Tensors } from '../../../src/core/layers/tensors.js';
import { tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import { networkFeedback } from '../../../src/core/network/network-feedback.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import type { LifDescription } from '../../../src/core/neurons/neuron.js';
import { outputReward, rewardOverSteps } from '../../../src/core/rewards/output-reward.js';
import { type Signal, type Span, sumOverSteps } from '../../../src/core/signal.js';
import { expectClose } from '../expect-close.js';
import { convLayer, denseLayer, network, tensorsFrom } from '../network-of-vector.js';
import { flat, list, number, shapeOf, type Vector } from '../vector-folder.js';

function lifOf(vector: Vector): LifDescription {
  return {
    kind: 'lif',
    decay: number(vector, 'beta'),
    threshold: number(vector, 'threshold'),
    reset: 'subtract',
    resetDelay: vector['reset_delay'] === true,
  };
}

/** One training step without the optimizer: what every spiking case compares. */
export function spikingStep(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  labels: Int32Array,
  span: Span,
  epsilon: number,
  scale: 'none' | 'per-step' = 'none',
) {
  const trace = simulateNetwork(plan, tensors, input, restingNetwork(plan, span.batch), span);
  const output = trace.layers.at(-1)!.output;
  const counts = sumOverSteps(output.values, span.batch * plan.outputSize);
  const compact = outputReward({ kind: 'rate', scale }, 'rate', counts, labels, span.steps, epsilon);
  const reward = rewardOverSteps(compact, output, span, true);
  const options = { rule: { kind: 'epsilon', epsilon }, inputReward: true } as const;
  return { trace, counts, reward, feedback: networkFeedback([trace], [reward], options) };
}

function checkSpiking(
  vector: Vector,
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  spiking: readonly number[],
  feedbackOf: Readonly<Record<string, unknown>>,
): void {
  const labels = Int32Array.from(vector['labels'] as number[]);
  const span = { steps: number(vector, 'T'), batch: labels.length };
  const { trace, reward, feedback } = spikingStep(plan, tensors, input, labels, span, number(vector, 'epsilon'));
  const close = (actual: Float64Array, expected: unknown, label: string) =>
    expectClose(actual, expected, label, 1e-9, vector.case);

  spiking.forEach((index, l) => {
    const layer = trace.layers[index]!;
    const { voltages } = layer.membrane!;
    const units = voltages.length / (span.steps + 1);
    const membrane = voltages.slice(units);
    const pending = voltages.slice(0, -units).map((v) => (v - number(vector, 'threshold') > 0 ? 1 : 0));
    close(membrane, list(vector, 'mem')[l], `mem[${l}]`);
    expectClose(layer.output.values, list(vector, 'spikes')[l], `spikes[${l}]`, 0, vector.case);
    expectClose(pending, list(vector, 'reset_prev')[l], `reset_prev[${l}]`, 0, vector.case);
    close(feedback.outputRewards[0]![index]!, list(vector, 'incoming_reward')[l], `incoming_reward[${l}]`);
  });
  close(reward, vector['reward'], 'reward');
  close(feedback.inputs![0]!, vector['input_reward'], 'input_reward');
  for (const [name, expected] of Object.entries(feedbackOf)) {
    const tensor = tensorPlans(plan).find((planned) => planned.name === name)!;
    close(toExchangeLayout(tensor, feedback.tensors[name]!), expected, `feedback of ${name}`);
  }
}

/** Names `l0.weight`, `l0.bias` … for per-layer lists. */
export function byLayer(weights: readonly unknown[], biases: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    weights.flatMap((weight, l) => [
      [`l${l}.weight`, weight],
      [`l${l}.bias`, biases[l]],
    ]),
  );
}

export function lifNetwork(vector: Vector): NetworkPlan {
  const [inputs, ...sizes] = vector['sizes'] as number[];
  const layers = sizes.map((size, l) => denseLayer(`l${l}`, size, lifOf(vector)));
  return network([inputs!], layers, 'rate');
}

/** kind "snn": dense LIF layers through time. */
export function checkSnn(vector: Vector): void {
  const { plan, tensors } = snnNetwork(vector);
  const input = { values: flat(vector['x']), constant: vector['static_input'] === true };
  const feedback = byLayer(list(vector, 'feedback_W'), list(vector, 'feedback_b'));
  checkSpiking(vector, plan, tensors, input, [...plan.layers.keys()], feedback);
}

/** Network and tensors of kind "snn". */
export function snnNetwork(vector: Vector): { readonly plan: NetworkPlan; readonly tensors: Tensors } {
  const plan = lifNetwork(vector);
  return { plan, tensors: tensorsFrom(plan, byLayer(list(vector, 'W'), list(vector, 'b'))) };
}

/** Network and tensors of kind "csnn": spiking convolution, max-pool, flatten, spiking dense. */
export function csnnNetwork(vector: Vector): { readonly plan: NetworkPlan; readonly tensors: Tensors } {
  const side = number(vector, 'side');
  const plan = network(
    [number(vector, 'cin'), side, side],
    [
      convLayer('conv', number(vector, 'c1'), number(vector, 'k'), 0, lifOf(vector)),
      { id: 'pool', kind: 'max-pool', kernel: [2, 2], stride: [2, 2] },
      { id: 'flat', kind: 'flatten' },
      denseLayer('fc', number(vector, 'n_out'), lifOf(vector)),
    ],
    'rate',
  );
  const tensors = tensorsFrom(plan, {
    'conv.weight': vector['conv_W'],
    'conv.bias': vector['conv_b'],
    'fc.weight': vector['fc_W'],
    'fc.bias': vector['fc_b'],
  });
  return { plan, tensors };
}

/** kind "csnn". */
export function checkCsnn(vector: Vector): void {
  const { plan, tensors } = csnnNetwork(vector);
  const given = vector['feedback'] as Record<string, unknown>;
  const input = { values: flat(vector['x']), constant: shapeOf(vector['x']).length === 4 };
  checkSpiking(vector, plan, tensors, input, [0, 3], {
    'conv.weight': given['conv_W'],
    'conv.bias': given['conv_b'],
    'fc.weight': given['fc_W'],
    'fc.bias': given['fc_b'],
  });
}
