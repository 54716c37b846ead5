import { HeavisideError } from '../heaviside-error.js';
import type { LayerDescription, NetworkDescription, Readout } from '../layers/layer.js';
import { hasSpikes, NEURONS, type NeuronDescription } from '../neurons/neuron.js';
import { optionText } from '../option-form.js';
import { type Shape, shapeText, sizeOf } from '../shape.js';
import { layerOptionProblems, READOUTS } from './layer-options.js';
import { layerShape, type NamedShape } from './layer-shape.js';
import { layerParameters, layerSizeProblem } from './layer-size.js';
import { countText, NETWORK_LIMITS } from './network-limits.js';
import { type FieldProblem, type NetworkProblem, networkProblem } from './network-problem.js';
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
function neuronOf(layer: LayerDescription): NeuronDescription {
  return 'neuron' in layer ? layer.neuron : { kind: 'identity' };
}

/** What a check of a description found. */
export interface NetworkCheck {
  /** Every problem, in layer order; empty when the network can be planned. */
  readonly problems: readonly NetworkProblem[];
  /** Present when there is no problem. */
  readonly sizes?: NetworkSizes;
}

/** The sizes of a sound network. */
export interface NetworkSizes {
  /** Width of the last layer: one value a class. */
  readonly output: number;
  /** Values of one sample in one step: the input and the outputs of all layers. */
  readonly values: number;
  /** Of each of them: the input, then the layers in order. */
  readonly units: readonly number[];
}

/** Checks a description; shapes, wiring and numbers. */
export function checkNetwork(description: NetworkDescription): NetworkCheck {
  const { problems, shapes } = inspect(description);
  if (problems.length > 0) return { problems };
  const units = [description.input.shape, ...shapes].map((shape) => sizeOf(shape ?? []));
  return { problems, sizes: { output: units.at(-1)!, values: units.reduce((sum, size) => sum + size), units } };
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
  const neuron = neuronOf(layer);
  // An unknown kind was reported where it stands.
  return !Object.hasOwn(NEURONS, neuron?.kind) || hasSpikes(neuron);
}

interface Inspection {
  readonly problems: readonly NetworkProblem[];
  readonly shapes: readonly (Shape | undefined)[];
  readonly sources: readonly (readonly number[])[];
}

function inspect(description: NetworkDescription): Inspection {
  const { input, layers } = description;
  const problems: NetworkProblem[] = [];
  const shapes: (Shape | undefined)[] = [];
  const sources: number[][] = [];
  const indexOf = new Map<string, number>([[input.id, -1]]);
  const blameWhole = (problem: FieldProblem): void => void problems.push(networkProblem(-1, problem));
  const inputProblem = checkInput(input.shape);
  if (inputProblem) blameWhole(inputProblem);
  if (layers.length === 0) blameWhole({ field: 'layers', expected: 'at least 1 layer after the input', got: '0' });
  let parameters = 0;
  layers.forEach((layer, index) => {
    const blame = (problem: FieldProblem): void => void problems.push(networkProblem(index, problem));
    const before = index === 0 ? input.id : layers[index - 1]!.id;
    const named: NamedShape[] = [];
    sources.push([]);
    for (const id of layer.from ?? [before]) {
      const source = indexOf.get(id);
      if (source === undefined) {
        const later = layers.some((other) => other.id === id);
        const remedy = later ? 'a layer reads only earlier ones' : 'there is no such layer';
        blame({ field: 'from', expected: 'the name of an earlier layer', got: `"${id}"`, remedy });
        continue;
      }
      sources[index]!.push(source);
      const shape = source < 0 ? input.shape : shapes[source];
      if (shape) named.push({ id, shape });
    }
    if (indexOf.has(layer.id)) blame({ field: 'id', expected: 'a name that no other layer has', got: `"${layer.id}"` });
    else indexOf.set(layer.id, index);
    // A broken input was reported where it broke; its followers would only echo it.
    const complete = named.length === (layer.from ?? [before]).length;
    const options = layerOptionProblems(layer);
    options.forEach(blame);
    const known = !options.some(({ field }) => field === 'kind');
    const shape = complete && known && !inputProblem ? checkedShape(layer, named) : undefined;
    if (shape && 'field' in shape) blame(shape);
    else if (shape) parameters += layerParameters(layer, named[0]!.shape);
    shapes.push(shape && !('field' in shape) ? shape : undefined);
  });
  problems.push(...checkEnd(description, shapes.at(-1), sources));
  const values = [input.shape, ...shapes].reduce((sum, shape) => sum + sizeOf(shape ?? [0]), 0);
  for (const [what, got] of [
    ['parameters', parameters],
    ['values', values],
  ] as const)
    if (problems.length === 0 && got > NETWORK_LIMITS[what])
      blameWhole({
        field: 'layers',
        expected: `at most ${countText(NETWORK_LIMITS[what])} ${what}`,
        got: countText(got),
      });
  return { problems, shapes, sources };
}

function checkInput(shape: Shape): FieldProblem | undefined {
  const sound = shape.length > 0 && shape.every((extent) => Number.isSafeInteger(extent) && extent > 0);
  if (!sound) return { field: 'input', expected: 'extents > 0', got: shapeText(shape) };
  if (sizeOf(shape) <= NETWORK_LIMITS.values) return undefined;
  const expected = `at most ${countText(NETWORK_LIMITS.values)} values`;
  return { field: 'input', expected, got: `${countText(sizeOf(shape))} (${shapeText(shape)})` };
}

function checkedShape(layer: LayerDescription, inputs: readonly NamedShape[]): Shape | FieldProblem {
  const shape = layerShape(layer, inputs);
  return 'field' in shape ? shape : (layerSizeProblem(layer, inputs[0]!.shape, shape) ?? shape);
}

/** What the last layer must be for the read-out. */
function checkEnd(
  { layers, readout }: NetworkDescription,
  shape: Shape | undefined,
  sources: readonly (readonly number[])[],
): readonly NetworkProblem[] {
  const problems: FieldProblem[] = [];
  const last = layers.at(-1);
  if (last && shape && shape.length !== 1)
    problems.push({
      field: 'kind',
      expected: '[classes] from the last layer',
      got: shapeText(shape),
      remedy: 'end with a dense or flatten layer',
    });
  if (!READOUTS.includes(readout))
    return [
      networkProblem(-1, {
        field: 'readout',
        expected: optionText({ type: 'choice', names: READOUTS }),
        got: `"${readout}"`,
      }),
    ];
  if (last && readout === 'rate' && !passesSpikes(layers, sources, layers.length - 1))
    problems.push({
      field: 'neuron' in last ? 'neuron' : 'kind',
      expected: 'spikes, which read-out "rate" counts',
      got: `the outputs of ${'neuron' in last ? last.neuron.kind : last.kind}`,
      remedy: 'use read-out "mean" or "last"',
    });
  return problems.map((problem) => networkProblem(layers.length - 1, problem));
}
