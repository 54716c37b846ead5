import type { OperationResult } from '../layers/operation.js';
import type { Tensors } from '../layers/tensors.js';
import { type NeuronState, respond, restingState } from '../neurons/dynamics.js';
import type { MembraneTrace } from '../neurons/membrane.js';
import type { Signal, Span } from '../signal.js';
import type { NetworkPlan, PlannedLayer } from './plan-network.js';
import { type LayerStimulus, layerStimuli, type Stimulus, stimulatedSums, withStimuli } from './stimulus.js';

/** What one layer did during a chunk. */
export interface LayerTrace {
  readonly inputs: readonly Signal[];
  readonly result: OperationResult;
  /** Whether `result` is that of the chunk before. */
  readonly taken: boolean;
  /** The sums and the current injected on top, which drove the neurons together; absent: the sums alone did. */
  readonly stimulated?: Signal;
  /** 1 for units whose sums were left out of that, `[units]`; absent: none. */
  readonly cut?: Uint8Array;
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
 * @param stimuli Currents that drive neurons in this chunk, at most one a layer; copied. What was injected takes its
 *   share of a reward and hands nothing on; nor do the sums of units that are cut, which contributed nothing.
 * @returns A new trace. Its `LayerTrace.taken` says what was taken over.
 */
export function simulateNetwork(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  states: readonly NeuronState[],
  span: Span,
  earlier?: NetworkTrace,
  stimuli: readonly LayerStimulus[] = [],
): NetworkTrace {
  const layers: LayerTrace[] = [];
  const after: NeuronState[] = [];
  plan.layers.forEach((layer, index) => {
    const inputs = inputsOf(layer, input, layers);
    const before = earlier?.plan === plan && earlier.tensors === tensors ? earlier.layers[index] : undefined;
    const taken = before?.inputs.every((signal, k) => signal.constant && signal === inputs[k]) ?? false;
    const result = taken ? before!.result : layer.operation.sums(inputs, tensors, span);
    const stimulus = stimuli.find(({ layer: id }) => id === layer.id);
    const stimulated = stimulus && stimulatedSums(result.sums, stimulus);
    const response = respond(layer.neuron, stimulated ?? result.sums, states[index]!, span);
    // A constant output is the same signal, too, so that the next layer can tell.
    const output = taken && response.output.constant && before!.output.constant ? before!.output : response.output;
    const { trace: membrane, spikeCount, state } = response;
    const injected = stimulated && { stimulated, ...(stimulus?.cut && { cut: stimulus.cut.slice() }) };
    layers.push({ inputs, result, taken, ...injected, membrane, output, spikeCount });
    after.push(state);
  });
  return { plan, tensors, span, layers, states: after };
}

/**
 * The same from rest, with pulses injected on top of the input and of the sums.
 *
 * @param input   As `simulateNetwork` takes it; untouched.
 * @param stimuli Of layers that the network has.
 * @returns A new trace of the whole presentation.
 */
export function simulateStimulated(
  plan: NetworkPlan,
  tensors: Tensors,
  input: Signal,
  span: Span,
  stimuli: readonly Stimulus[],
): NetworkTrace {
  const ofInput = stimuli.filter(({ layer }) => layer === plan.description.input.id);
  const shown = withStimuli(input, plan.inputSize, span, ofInput);
  const injected = layerStimuli(plan.layers, span, stimuli);
  return simulateNetwork(plan, tensors, shown, restingNetwork(plan, span.batch), span, undefined, injected);
}

function inputsOf({ sources }: PlannedLayer, input: Signal, layers: readonly LayerTrace[]): readonly Signal[] {
  return sources.map((source) => (source < 0 ? input : layers[source]!.output));
}
