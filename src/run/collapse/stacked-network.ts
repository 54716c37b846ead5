import type { DenseStack, DenseStackLayer } from '../../core/collapse/dense-stack.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { toExchangeLayout } from '../../core/network/initial-tensors.js';
import type { NetworkPlan, PlannedLayer } from '../../core/network/plan-network.js';
import type { NeuronDescription } from '../../core/neurons/neuron.js';

/** A network that is a chain of dense layers. */
export interface StackedNetwork {
  readonly stack: DenseStack;
  /** Behind each layer but the last. */
  readonly hidden: readonly NeuronDescription[];
  readonly last: NeuronDescription;
}

/**
 * A network as a stack of dense layers in the exchange layout, or why it is none.
 *
 * @param tensors In storage layout; untouched.
 */
export function stackedNetworkOf(plan: NetworkPlan, tensors: Tensors): StackedNetwork | { readonly why: string } {
  const layers = denseLayersOf(plan);
  if ('why' in layers) return layers;
  const stack = layers.map((layer): DenseStackLayer => {
    const exchanged = (part: string): Float64Array | undefined => {
      const tensor = layer.tensors.find(({ name }) => name === `${layer.id}.${part}`);
      return tensor && toExchangeLayout(tensor, tensors[tensor.name]!);
    };
    const weights = exchanged('weight')!;
    return { fanIn: weights.length / layer.size, fanOut: layer.size, weights, bias: exchanged('bias') };
  });
  const neurons = layers.map(({ neuron }) => neuron);
  return { stack, hidden: neurons.slice(0, -1), last: neurons.at(-1)! };
}

/** The dense layers of a chain, first to last, or why the network is none; layers that only flatten are passed over. */
function denseLayersOf({ description, layers }: NetworkPlan): readonly PlannedLayer[] | { readonly why: string } {
  const dense: PlannedLayer[] = [];
  for (const [index, layer] of layers.entries()) {
    const { kind } = description.layers[index]!;
    const [source, ...more] = layer.sources;
    if (more.length > 0 || source !== index - 1) return { why: `layer "${layer.id}" does not read the one before it` };
    if (kind === 'dense') dense.push(layer);
    else if (kind !== 'flatten') return { why: `layer "${layer.id}" is ${kind}: only dense layers collapse` };
  }
  return dense.length > 0 ? dense : { why: 'it has no dense layer' };
}
