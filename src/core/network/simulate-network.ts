import type { OperationResult } from '../layers/operation.js';
import type { Tensors } from '../layers/tensors.js';
import { type NeuronState, respond, restingState } from '../neurons/dynamics.js';
import type { MembraneTrace } from '../neurons/membrane.js';
import type { Signal, Span } from '../signal.js';
import type { NetworkPlan } from './plan-network.js';

/** What one layer did during a chunk. */
export interface LayerTrace {
  readonly inputs: readonly Signal[];
  readonly result: OperationResult;
  readonly membrane: MembraneTrace | undefined;
  readonly output: Signal;
  /** Spikes of spiking and step units, over steps and batch. */
  readonly spikeCount: number;
}

/** What a network did during a chunk: enough for feedback, and the states to continue from. */
export interface NetworkTrace {
  readonly span: Span;
  readonly layers: readonly LayerTrace[];
  readonly states: readonly NeuronState[];
}

/** Every neuron at rest, as at the start of a presentation. */
export function restingNetwork(plan: NetworkPlan, batch: number): readonly NeuronState[] {
  return plan.layers.map((layer) => restingState(layer.neuron, batch * layer.size));
}

/**
 * Runs a feed-forward network through a chunk of steps, layer by layer (each for all steps, which is the same as step by
 * step because nothing flows back).
 *
 * @param input  Signal of the network's input, `[steps × batch × inputSize]` or constant.
 * @param states Neuron states before the chunk; untouched.
 */
export function simulateNetwork(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  states: readonly NeuronState[],
  span: Span,
): NetworkTrace {
  const layers: LayerTrace[] = [];
  const after: NeuronState[] = [];
  plan.layers.forEach((layer, index) => {
    const inputs = layer.sources.map((source) => (source < 0 ? input : layers[source]!.output));
    const result = layer.operation.sums(inputs, tensors, span);
    const { output, spikeCount, trace, state } = respond(layer.neuron, result.sums, states[index]!, span);
    layers.push({ inputs, result, membrane: trace, output, spikeCount });
    after.push(state);
  });
  return { span, layers, states: after };
}
