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
  /** Whether `result` is that of the chunk before. */
  readonly taken: boolean;
  readonly membrane: MembraneTrace | undefined;
  readonly output: Signal;
  /** Spikes of spiking and step units, over steps and batch. */
  readonly spikeCount: number;
}

/** What a network did during a chunk: enough for feedback, and the states to continue from. */
export interface NetworkTrace {
  /** The network and the tensors that it ran with: a later change of either is none of this chunk. */
  readonly plan: NetworkPlan;
  readonly tensors: Tensors;
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
 * @param input   Signal of the network's input, `[steps × batch × inputSize]` or constant; shared by the trace.
 * @param states  Neuron states before the chunk; untouched.
 * @param earlier The chunk before, of the same presentation: what a constant input (the same signal) gave is taken over.
 * @returns A new trace. Its `LayerTrace.taken` says what was taken over.
 */
export function simulateNetwork(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  states: readonly NeuronState[],
  span: Span,
  earlier?: NetworkTrace,
): NetworkTrace {
  const layers: LayerTrace[] = [];
  const after: NeuronState[] = [];
  plan.layers.forEach((layer, index) => {
    const inputs = layer.sources.map((source) => (source < 0 ? input : layers[source]!.output));
    const before = earlier?.plan === plan && earlier.tensors === tensors ? earlier.layers[index] : undefined;
    const taken = before?.inputs.every((signal, k) => signal.constant && signal === inputs[k]) ?? false;
    const result = taken ? before!.result : layer.operation.sums(inputs, tensors, span);
    const response = respond(layer.neuron, result.sums, states[index]!, span);
    // A constant output is the same signal, too, so that the next layer can tell.
    const output = taken && response.output.constant ? before!.output : response.output;
    layers.push({ inputs, result, taken, membrane: response.trace, output, spikeCount: response.spikeCount });
    after.push(response.state);
  });
  return { plan, tensors, span, layers, states: after };
}
