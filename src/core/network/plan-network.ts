import { HeavisideError } from '../heaviside-error.js';
import type { LayerDescription, NetworkDescription, Readout } from '../layers/layer.js';
import { NEURONS, type NeuronDescription } from '../neurons/neuron.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';
import { layerShape, type NamedShape } from './layer-shape.js';
import type { NetworkProblem } from './network-problem.js';
import { type LayerMachinery, layerMachinery } from './plan-layer.js';

/** One layer, ready to run. */
export interface PlannedLayer extends LayerMachinery {
  readonly id: string;
  /** Where each input comes from: index of an earlier layer, or −1 for the network's input. */
  readonly sources: readonly number[];
  readonly neuron: NeuronDescription;
  readonly shape: Shape;
  /** Values of one sample's output: the product of the shape. */
  readonly size: number;
}

/** A network whose shapes have been checked once and for all. */
export interface NetworkPlan {
  readonly description: NetworkDescription;
  readonly inputSize: number;
  readonly layers: readonly PlannedLayer[];
  /** Width of the last layer: one value a class. */
  readonly outputSize: number;
  readonly readout: Readout;
}

/** The neurons behind a layer's sums; layers that only rearrange values have none, which is the identity. */
export function neuronOf(layer: LayerDescription): NeuronDescription {
  return 'neuron' in layer ? layer.neuron : { kind: 'identity' };
}

/** Every problem of a description, in layer order; empty when it can be planned. */
export function checkNetwork(description: NetworkDescription): readonly NetworkProblem[] {
  return inspect(description).problems;
}

/**
 * Checks a network's shapes and lays out its tensors.
 *
 * @throws HeavisideError HV_NETWORK with every problem, both shapes in each message.
 */
export function planNetwork(description: NetworkDescription): NetworkPlan {
  const { problems, shapes, sources } = inspect(description);
  if (problems.length > 0)
    throw new HeavisideError(
      'HV_NETWORK',
      'usage',
      `the network cannot be built:\n${problems.map((problem) => `  ${placeOf(description, problem)}: ${problem.message}`).join('\n')}`,
    );
  const layers = description.layers.map((layer, index): PlannedLayer => {
    const from = sources[index]!;
    const inputShape = from[0]! < 0 ? description.input.shape : shapes[from[0]!]!;
    const shape = shapes[index]!;
    return {
      id: layer.id,
      sources: from,
      neuron: neuronOf(layer),
      shape,
      size: sizeOf(shape),
      ...layerMachinery(layer, inputShape),
    };
  });
  return {
    description,
    inputSize: sizeOf(description.input.shape),
    layers,
    outputSize: layers.at(-1)!.size,
    readout: description.readout,
  };
}

function placeOf(description: NetworkDescription, problem: NetworkProblem): string {
  const layer = description.layers[problem.layer];
  return layer ? `layer "${layer.id}", ${problem.field}` : problem.field;
}

/** Whether a layer's outputs are 0 or 1: its own spikes, or those that it only rearranges. */
function passesSpikes(
  layers: readonly LayerDescription[],
  sources: readonly (readonly number[])[],
  index: number,
): boolean {
  const layer = layers[index];
  if (!layer) return false;
  if (layer.kind === 'flatten' || layer.kind === 'max-pool')
    return passesSpikes(layers, sources, sources[index]![0] ?? -1);
  const { kind } = neuronOf(layer);
  return kind === 'step' || NEURONS[kind].family === 'spiking';
}

interface Inspection {
  readonly problems: readonly NetworkProblem[];
  readonly shapes: readonly (Shape | undefined)[];
  readonly sources: readonly (readonly number[])[];
}

function inspect({ input, layers, readout }: NetworkDescription): Inspection {
  const problems: NetworkProblem[] = [];
  const shapes: (Shape | undefined)[] = [];
  const sources: number[][] = [];
  const indexOf = new Map<string, number>([[input.id, -1]]);
  if (input.shape.length === 0 || !input.shape.every((extent) => Number.isSafeInteger(extent) && extent > 0))
    problems.push({ layer: -1, field: 'input', message: `expected extents > 0, got ${shapeText(input.shape)}` });
  if (layers.length === 0)
    problems.push({ layer: -1, field: 'layers', message: 'a network needs at least 1 layer after its input, got 0' });
  layers.forEach((layer, index) => {
    const blame = (field: string, message: string): void => void problems.push({ layer: index, field, message });
    const before = index === 0 ? input.id : layers[index - 1]!.id;
    const named: NamedShape[] = [];
    sources.push([]);
    for (const id of layer.from ?? [before]) {
      const source = indexOf.get(id);
      if (source === undefined) {
        const later = layers.some((other) => other.id === id);
        if (id === layer.id) blame('from', `"${id}" reads itself; a layer reads only earlier ones`);
        else
          blame('from', later ? `"${id}" comes later; a layer reads only earlier ones` : `there is no layer "${id}"`);
        continue;
      }
      sources[index]!.push(source);
      const shape = source < 0 ? input.shape : shapes[source];
      if (shape) named.push({ id, shape });
    }
    if (indexOf.has(layer.id)) blame('id', `"${layer.id}" names two layers; ids must differ`);
    else indexOf.set(layer.id, index);
    // A broken input was reported where it broke; its followers would only echo it.
    const complete = named.length === (layer.from ?? [before]).length;
    const shape = complete ? layerShape(layer, named) : undefined;
    if (shape && 'field' in shape) blame(shape.field, shape.message);
    shapes.push(shape && !('field' in shape) ? shape : undefined);
  });
  const last = layers.at(-1);
  const lastShape = shapes.at(-1);
  if (last && lastShape && lastShape.length !== 1)
    problems.push({
      layer: layers.length - 1,
      field: 'kind',
      message: `the last layer must give [classes], got ${shapeText(lastShape)}: end with a dense or flatten layer`,
    });
  if (last && readout === 'rate' && !passesSpikes(layers, sources, layers.length - 1))
    problems.push({
      layer: layers.length - 1,
      field: 'neuron' in last ? 'neuron' : 'kind',
      message: `read-out "rate" counts spikes, but the outputs of ${'neuron' in last ? last.neuron.kind : last.kind} are not spikes: use "mean" or "last"`,
    });
  return { problems, shapes, sources };
}
