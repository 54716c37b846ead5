import type { Tensors } from '../../../src/core/layers/tensors.js';
import { tensorPlans, toExchangeLayout } from '../../../src/core/network/initial-tensors.js';
import { networkFeedback } from '../../../src/core/network/network-feedback.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { restingNetwork, simulateNetwork } from '../../../src/core/network/simulate-network.js';
import { denseReward } from '../../../src/core/rewards/dense-rewards.js';
import { expectClose } from '../expect-close.js';
import { convLayer, denseLayer, network, tensorsFrom } from '../network-of-vector.js';
import { flat, number, shapeOf, type Vector } from '../vector-folder.js';

const relu = { kind: 'relu' } as const;
const identity = { kind: 'identity' } as const;

/** Network and tensors of kind "cnn": h = pool(relu(conv1)); g = relu(bn(conv2(h))); out = fc(flatten(g + h)). Extents come from the file. */
export function cnnNetwork(vector: Vector): { readonly plan: NetworkPlan; readonly tensors: Tensors } {
  const [, channels, height, width] = shapeOf(vector['x']) as [number, number, number, number];
  const [maps1, , kernel1] = shapeOf(vector['conv1_W']) as [number, number, number];
  const [maps2, , kernel2] = shapeOf(vector['conv2_W']) as [number, number, number];
  const [classes] = shapeOf(vector['fc_W']) as [number];
  const pool = vector['pool'] === 'max' ? 'max-pool' : 'average-pool';
  const plan = network(
    [channels, height, width],
    [
      convLayer('c1', maps1, kernel1, 0, relu),
      { id: 'pool', kind: pool, kernel: [2, 2], stride: [2, 2] },
      convLayer('c2', maps2, kernel2, (kernel2 - 1) / 2, identity),
      { id: 'bn', kind: 'batch-norm', epsilon: number(vector, 'bn_eps'), neuron: relu },
      { id: 'sum', kind: 'sum', from: ['bn', 'pool'], neuron: identity },
      { id: 'flat', kind: 'flatten' },
      denseLayer('fc', classes, identity),
    ],
    'last',
  );
  const tensors = tensorsFrom(plan, {
    'c1.weight': vector['conv1_W'],
    'c1.bias': vector['conv1_b'],
    'c2.weight': vector['conv2_W'],
    'c2.bias': vector['conv2_b'],
    'bn.weight': vector['bn_weight'],
    'bn.bias': vector['bn_bias'],
    'bn.running_mean': vector['bn_mean'],
    'bn.running_var': vector['bn_var'],
    'fc.weight': vector['fc_W'],
    'fc.bias': vector['fc_b'],
  });
  return { plan, tensors };
}

/** kind "cnn". */
export function checkCnn(vector: Vector): void {
  const { plan, tensors } = cnnNetwork(vector);
  const classes = plan.outputSize;
  const span = { steps: 1, batch: shapeOf(vector['x'])[0]! };
  // A constant signal must give the same as a sequence of one step.
  for (const constant of [false, true]) {
    const trace = simulateNetwork(
      plan,
      tensors,
      { values: flat(vector['x']), constant },
      restingNetwork(plan, span.batch),
      span,
    );
    const outputs = trace.layers.at(-1)!.output.values;
    const labels = Int32Array.from(vector['labels'] as number[]);
    const reward = denseReward({ kind: 'softmax' }, outputs, labels, classes);
    const feedback = networkFeedback([trace], [reward], {
      rule: { kind: 'epsilon', epsilon: number(vector, 'epsilon') },
      inputReward: true,
    });
    const close = (actual: Float64Array, expected: unknown, label: string) =>
      expectClose(actual, expected, `${label} (constant: ${constant})`, 1e-9, vector.case);
    close(outputs, vector['outputs'], 'outputs');
    close(reward, vector['reward'], 'reward');
    close(feedback.inputs![0]!, vector['input_reward'], 'input_reward');
    for (const [name, expected] of Object.entries(vector['feedback'] as Record<string, unknown>)) {
      const tensor = tensorPlans(plan).find((planned) => planned.name === name)!;
      close(toExchangeLayout(tensor, feedback.tensors[name]!), expected, `feedback of ${name}`);
    }
  }
}
