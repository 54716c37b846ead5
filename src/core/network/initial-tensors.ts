import { initialBiases, initialWeights } from '../initializers.js';
import type { TensorPlan, Tensors } from '../layers/tensors.js';
import type { RandomSource } from '../random-source.js';
import type { NetworkPlan } from './plan-network.js';

/** Every tensor of a network in layer order. */
export function tensorPlans(plan: NetworkPlan): readonly TensorPlan[] {
  return plan.layers.flatMap((layer) => layer.tensors);
}

/** Number of trainable values. */
export function parameterCount(plan: NetworkPlan): number {
  return tensorPlans(plan).reduce((sum, tensor) => sum + (tensor.trainable ? tensor.length : 0), 0);
}

/** Draws a network's starting tensors, in layer order, weights before biases. */
export function initialTensors(plan: NetworkPlan, random: RandomSource): Tensors {
  return Object.fromEntries(tensorPlans(plan).map((tensor) => [tensor.name, initialTensor(tensor, random)]));
}

function initialTensor({ start, length }: TensorPlan, random: RandomSource): Float64Array {
  if (start.kind === 'constant') return new Float64Array(length).fill(start.value);
  const draw = start.kind === 'weights' ? initialWeights : initialBiases;
  return draw(start.initial, length, start.fan, random);
}

/** A tensor in the field's exchange layout: weights as (out, in …), which storage keeps the other way around. */
export function toExchangeLayout(tensor: TensorPlan, values: Float64Array): Float64Array {
  return tensor.layout === 'vector' ? values : turned(values, tensor.length / tensor.exchangeShape[0]!);
}

/** The reverse of `toExchangeLayout`. */
export function fromExchangeLayout(tensor: TensorPlan, values: Float64Array): Float64Array {
  return tensor.layout === 'vector' ? values : turned(values, tensor.exchangeShape[0]!);
}

/** Transposes a `[rows × values.length / rows]` matrix. Plain loops: every checkpoint passes through them. */
function turned(values: Float64Array, rows: number): Float64Array {
  const columns = values.length / rows;
  const result = new Float64Array(values.length);
  let at = 0;
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) result[at++] = values[row * columns + column]!;
  return result;
}
