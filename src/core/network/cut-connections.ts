import { HeavisideError } from '../heaviside-error.js';
import type { Tensors } from '../layers/tensors.js';
import { sharedWeightLayers } from './cut-layers.js';
import type { NetworkPlan, PlannedLayer } from './plan-network.js';

/** Neurons of one layer, or units of the input. */
export interface NeuronGroup {
  readonly layer: string;
  readonly units: readonly number[];
}

/** What is cut: neurons, by layer, and single connections, by their weights' tensor and place in it. */
export interface Severance {
  readonly silenced: ReadonlyMap<string, ReadonlySet<number>>;
  readonly severed: ReadonlyMap<string, ReadonlySet<number>>;
}

/** What is cut, and the weights that the connections had. */
export interface Cuts extends Severance {
  /** Of the tensors with a connection that is cut: what stood there, at the places that are cut. */
  readonly kept: Tensors;
}

export const noCuts: Cuts = { silenced: new Map(), severed: new Map(), kept: {} };

/** Numbers of a network, and the moments of its optimizer (`h1.weight.mean` …). */
export interface LearnedNumbers {
  readonly tensors: Tensors;
  readonly moments: Tensors;
}

/**
 * Which neurons are cut off after a change.
 *
 * @throws HeavisideError HV_INTERVENTION when there are no such neurons, or when their layer or one that reads it is not
 *   dense: elsewhere neurons share their weights.
 */
export function silencedAfter(
  plan: NetworkPlan,
  before: Cuts['silenced'],
  change: 'silence' | 'restore',
  { layer, units }: NeuronGroup,
): Cuts['silenced'] {
  requireNeurons(plan, { layer, units });
  const now = new Set(before.get(layer));
  for (const unit of units)
    if (change === 'silence') now.add(unit);
    else now.delete(unit);
  return new Map([...before, [layer, now]]);
}

/** Connections into units of a dense layer; `from`: out of these of its source only. */
export interface ConnectionGroup {
  readonly to: NeuronGroup;
  readonly from?: readonly NeuronGroup[];
}

/**
 * Places of connections in the tensor of their weights, ascending.
 *
 * @throws HeavisideError HV_INTERVENTION when there are no such neurons, or their layer is not dense.
 */
export function connectionPlaces(plan: NetworkPlan, { to, from }: ConnectionGroup): readonly number[] {
  const layer = plan.layers.find(({ id }) => id === to.layer);
  if (!layer || !isDense(plan, to.layer)) throw refused(`expected a dense layer, got "${to.layer}"`);
  requireNeurons(plan, to, 'severed');
  const source = sourceOf(plan, layer);
  const sourceSize = plan.layers.find(({ id }) => id === source)?.size ?? plan.inputSize;
  const senders = from
    ? from.flatMap((group) => (group.layer === source ? group.units : []))
    : Array.from({ length: sourceSize }, (_, unit) => unit);
  if (senders.length === 0) throw refused(`"${to.layer}" reads "${source}": expected neurons of that, got none`);
  const places = senders.flatMap((sender) => to.units.map((unit) => sender * layer.size + unit));
  return places.toSorted((a, b) => a - b);
}

/** Name of the tensor that holds the weights into a layer. */
export function weightsInto(layer: string): string {
  return `${layer}.weight`;
}

/** Which connections are severed after a change. */
export function severedAfter(
  before: Cuts['severed'],
  change: 'sever' | 'restore',
  tensor: string,
  places: readonly number[],
): Cuts['severed'] {
  const now = new Set(before.get(tensor));
  for (const place of places)
    if (change === 'sever') now.add(place);
    else now.delete(place);
  return new Map([...before, [tensor, now]]);
}

/**
 * Cuts neurons and connections and gives others back. A connection is cut while it is severed or one of its ends is cut off: its weight is
 * exactly 0, and so are its moments, which leaves it at 0 under rules whose feedback is in proportion to the weight. A
 * neuron that is cut off has no bias either. One that is given back has the weights and the bias that it had when it was
 * cut off, and no moments.
 *
 * @param numbers  Storage layout; untouched.
 * @param after    What is to be cut now, see `silencedAfter` and `severedAfter`.
 */
export function recut(
  plan: NetworkPlan,
  numbers: LearnedNumbers,
  before: Cuts,
  after: Severance,
): { readonly numbers: LearnedNumbers; readonly cuts: Cuts } {
  const [tensors, moments, kept] = [{ ...numbers.tensors }, { ...numbers.moments }, { ...before.kept }];
  const change = (name: string, isCut: (k: number, now: Severance) => boolean): void => {
    const values = tensors[name]?.slice();
    if (!values) return;
    const own = Object.entries(moments).filter(([moment]) => moment.slice(0, moment.lastIndexOf('.')) === name);
    const cleared = own.map(([moment, old]) => [moment, old.slice()] as const);
    const memory = kept[name]?.slice() ?? new Float64Array(values.length);
    for (let k = 0; k < values.length; k++) {
      const [was, is] = [isCut(k, before), isCut(k, after)];
      if (!was && !is) continue;
      if (is) {
        // One that was cut may have grown again, under rules that move weights of 0.
        if (!was) memory[k] = values[k]!;
        values[k] = 0;
        for (const [, moment] of cleared) moment[k] = 0;
      } else values[k] = memory[k]!;
    }
    tensors[name] = values;
    kept[name] = memory;
    Object.assign(moments, Object.fromEntries(cleared));
  };
  for (const layer of plan.layers) {
    const source = sourceOf(plan, layer);
    const { id, size } = layer;
    const weight = weightsInto(id);
    const touches = [before, after].some(
      ({ silenced, severed }) => silenced.has(source) || silenced.has(id) || severed.has(weight),
    );
    if (!touches || !isDense(plan, id)) continue;
    change(weight, (k, now) => {
      return (
        has(now.silenced, source, Math.floor(k / size)) ||
        has(now.silenced, id, k % size) ||
        has(now.severed, weight, k)
      );
    });
    change(`${id}.bias`, (k, now) => has(now.silenced, id, k));
  }
  const { silenced, severed } = after;
  return { numbers: { tensors, moments }, cuts: { silenced, severed, kept } };
}

function has(sets: ReadonlyMap<string, ReadonlySet<number>>, name: string, place: number): boolean {
  return sets.get(name)?.has(place) ?? false;
}

/** What a dense layer reads. */
function sourceOf({ description, layers }: NetworkPlan, { sources }: PlannedLayer): string {
  return layers[sources[0]!]?.id ?? description.input.id;
}

function isDense({ description }: NetworkPlan, id: string): boolean {
  return description.layers.some((layer) => layer.id === id && layer.kind === 'dense');
}

/** @param cut Whether neurons are silenced, so that all that reads them counts, or connections into them severed. */
function requireNeurons(
  plan: NetworkPlan,
  { layer, units }: NeuronGroup,
  cut: 'silenced' | 'severed' = 'silenced',
): void {
  const { input, layers } = plan.description;
  const names = [input.id, ...layers.map(({ id }) => id)];
  const index = names.indexOf(layer) - 1;
  if (index < -1)
    throw refused(`expected a layer out of ${names.map((name) => `"${name}"`).join(', ')}, got "${layer}"`);
  const size = index < 0 ? plan.inputSize : plan.layers[index]!.size;
  const stray = units.find((unit) => !Number.isSafeInteger(unit) || unit < 0 || unit >= size);
  if (stray !== undefined) throw refused(`layer "${layer}": expected neurons in 0..${size - 1}, got ${stray}`);
  if (cut === 'severed') return;
  const odd = sharedWeightLayers(plan.description, layer);
  if (odd.length === 0) return;
  const kinds = odd.map(({ id, kind }) => `"${id}" is ${kind}`).join(', ');
  throw refused(`neurons of "${layer}" can be cut off only between dense layers: ${kinds}`);
}

function refused(message: string): HeavisideError {
  return new HeavisideError('HV_INTERVENTION', 'usage', message);
}
