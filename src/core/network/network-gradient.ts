import { addedUp } from '../feedback/finish-feedback.js';
import { type CarriedError, errorThroughNeurons, noCarriedError } from '../gradients/error-through-neurons.js';
import { isDifferentiable } from '../gradients/static-derivative.js';
import { type SurrogateDescription, surrogateDerivative } from '../gradients/surrogate.js';
import type { Tensors } from '../layers/tensors.js';
import type { NeuronState } from '../neurons/dynamics.js';
import { added, type Signal, sumOverSteps } from '../signal.js';
import type { NetworkPlan } from './plan-network.js';
import { type NetworkTrace, restingNetwork } from './simulate-network.js';
import { withoutCut } from './stimulus.js';

export interface GradientOptions {
  /** What takes the place of the derivative of spikes and steps; omitted: networks that have them are refused. */
  readonly surrogate?: SurrogateDescription;
  /** Weights that send errors back in place of the network's own, by their names (feedback alignment). */
  readonly backward?: Tensors;
  /** Weights `[classes × size]` that send the outputs' error to a layer, by its name (direct feedback alignment). */
  readonly direct?: Tensors;
  /** Also compute the error of the inputs. */
  readonly inputError: boolean;
  /** Whether to compute the gradient of the tensors; omitted: yes. Without it there is none. */
  readonly tensors?: boolean;
}

/** Minus the gradient of a loss, summed over steps and batch: the direction in which everything should move. */
export interface NetworkGradient {
  readonly tensors: Tensors;
  /** Of the network's input in each chunk, shaped as its input signal; only when asked for. */
  readonly inputs: readonly Float64Array[] | undefined;
}

/**
 * Back-propagation through a whole network and through time, last chunk first and in each chunk last layer first.
 *
 * @param traces The chunks of one presentation, in their order, from rest.
 * @param errors Minus the gradient of the loss by the last layer's output in each chunk, shaped as that output.
 * @returns New arrays.
 * @throws RangeError when a layer has no derivative and there is no surrogate; the message names the layer.
 * @see Rumelhart, Hinton & Williams 1986; Werbos 1990 (through time); Neftci, Mostafa & Zenke 2019 (surrogates).
 */
export function networkGradient(
  traces: readonly NetworkTrace[],
  errors: readonly Float64Array[],
  options: GradientOptions,
): NetworkGradient {
  const jump = options.surrogate ? surrogateDerivative(options.surrogate) : refuseJumps(traces.at(-1)!.plan);
  const chunks: ChunkGradient[] = [];
  for (let chunk = traces.length - 1; chunk >= 0; chunk--) {
    const trace = traces[chunk]!;
    const before = traces[chunk - 1]?.states ?? restingNetwork(trace.plan, trace.span.batch);
    chunks.unshift(chunkGradient(trace, before, errors[chunk]!, { ...options, jump }, chunks[0]?.carried));
  }
  return {
    tensors: options.tensors === false ? {} : addedUp(chunks.map(({ tensors }) => tensors)),
    inputs: options.inputError ? chunks.map(({ input }) => input!) : undefined,
  };
}

interface ChunkGradient {
  readonly tensors: Tensors;
  readonly input: Float64Array | undefined;
  readonly carried: readonly CarriedError[];
}

function chunkGradient(
  { plan, tensors, span, layers }: NetworkTrace,
  before: readonly NeuronState[],
  outputError: Float64Array,
  {
    jump,
    backward = {},
    direct,
    inputError,
    tensors: wantTensors = true,
  }: GradientOptions & { readonly jump: (distance: number) => number },
  later: readonly CarriedError[] | undefined,
): ChunkGradient {
  const errors: (Float64Array | undefined)[] = plan.layers.map(() => undefined);
  errors[plan.layers.length - 1] = outputError;
  const carried: CarriedError[] = [];
  const own: Record<string, Float64Array> = {};
  let input: Float64Array | undefined;
  for (let index = plan.layers.length - 1; index >= 0; index--) {
    const layer = plan.layers[index]!;
    const memory = layers[index]!;
    const { inputs, result } = memory;
    const projection = direct?.[layer.id];
    const arrived = projection
      ? projected(outputError, layers.at(-1)!.output, projection, memory.output, layer.size)
      : (errors[index] ?? new Float64Array(memory.output.values.length));
    const after = later?.[index] ?? noCarriedError(span.batch * layer.size);
    const back = errorThroughNeurons(layer.neuron, arrived, memory, before[index]!, jump, after);
    carried[index] = back.carried;
    const wantInputs = inputError || layer.sources.some((source) => source >= 0);
    const weights = { ...tensors, ...backward };
    const sent = layer.operation.error({
      ...{
        error: withoutCut(back.error, memory.cut),
        inputs,
        result,
        tensors,
        backward: weights,
        span,
        wantInputs,
        wantTensors,
      },
    });
    Object.assign(own, sent.tensors);
    sent.inputs.forEach((error, k) => {
      const source = layer.sources[k]!;
      if (source < 0) input = added(input, error);
      else errors[source] = added(errors[source], error);
    });
  }
  return { tensors: own, input, carried };
}

/** The outputs' error sent to a layer at once, `e B`; summed over the steps where only the layer's output is constant. */
function projected(
  error: Float64Array,
  outputs: Signal,
  weights: Float64Array,
  { values, constant }: Signal,
  size: number,
): Float64Array {
  const classes = weights.length / size;
  const shaped = constant && !outputs.constant ? sumOverSteps(error, (values.length / size) * classes) : error;
  const sent = new Float64Array(values.length);
  for (let row = 0; row * size < sent.length; row++)
    for (let c = 0; c < classes; c++) {
      const e = shaped[row * classes + c]!;
      if (e !== 0) for (let j = 0; j < size; j++) sent[row * size + j]! += e * weights[c * size + j]!;
    }
  return sent;
}

/** The derivative of jumps for a network that has none: nobody asks for it. */
function refuseJumps({ layers }: NetworkPlan): (distance: number) => number {
  const stuck = layers.filter(({ neuron }) => !isDifferentiable(neuron));
  if (stuck.length === 0) return () => 0;
  const named = stuck.map(({ id, neuron }) => `"${id}" (${neuron.kind})`).join(', ');
  throw new RangeError(`these layers have no derivative, and no surrogate was named: ${named}`);
}
