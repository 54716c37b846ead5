import type { DenseStack } from '../../core/collapse/dense-stack.js';
import type { NeuronDescription } from '../../core/neurons/neuron.js';
import type { StackedNetwork } from './stacked-network.js';

/**
 * The stack whose hidden units at threshold 1 fire as those of the chain do: weights and biases of a layer with the
 * threshold θ are divided by θ, because `v > θ` is `v / θ > 1`. Spikes have height 1 in both.
 *
 * @returns A new stack, the last layer as it was; or why rates cannot stand for these neurons.
 */
export function rateStack({ stack, hidden }: StackedNetwork): DenseStack | { readonly reason: string } {
  if (hidden.length === 0) return { reason: 'there is no hidden layer' };
  const thresholds = hidden.map(softResetThreshold);
  const wrong = thresholds.find((threshold) => typeof threshold !== 'number');
  if (wrong !== undefined) return { reason: `hidden neurons must integrate and fire, reset by subtraction: ${wrong}` };
  return stack.map((layer, l) => {
    const threshold = Number(thresholds[l] ?? 1);
    const scaled = (values: Float64Array) => values.map((value) => value / threshold);
    return { ...layer, weights: scaled(layer.weights), bias: layer.bias && scaled(layer.bias) };
  });
}

/** θ of a neuron that forgets nothing and resets by subtraction, or what it is instead. */
function softResetThreshold(neuron: NeuronDescription): number | string {
  if (neuron.kind !== 'integrate-and-fire' && neuron.kind !== 'lif') return `they are ${neuron.kind}`;
  if (neuron.kind === 'lif' && neuron.decay !== 1) return `the membrane leaks, decay ${neuron.decay}`;
  return neuron.reset === 'subtract' ? neuron.threshold : `reset is ${neuron.reset}`;
}
