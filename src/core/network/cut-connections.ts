import { HeavisideError } from '../heaviside-error.js';
import type { Tensors } from '../layers/tensors.js';
import type { NetworkPlan, PlannedLayer } from './plan-network.js';

/** Neurons of one layer, or units of the input. */
export interface NeuronGroup {
  readonly layer: string;
  readonly units: readonly number[];
}

/** Which neurons are cut off, by layer, and the weights that their connections had. */
export interface Cuts {
  readonly silenced: ReadonlyMap<string, ReadonlySet<number>>;
  /** Of the tensors with a connection that is cut: what stood there, at the places that are cut. */
  readonly kept: Tensors;
}

export const noCuts: Cuts = { silenced: new Map(), kept: {} };

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

/**
 * Cuts neurons off and gives others their connections back. A connection is cut while one of its ends is: its weight is
 * exactly 0, and so are its moments, which leaves it at 0 under rules whose feedback is in proportion to the weight. A
 * neuron that is cut off has no bias either. One that is given back has the weights and the bias that it had when it was
 * cut off, and no moments.
 *
 * @param numbers  Storage layout; untouched.
 * @param silenced Which neurons are to be cut off now, see `silencedAfter`.
 */
export function recut(
  plan: NetworkPlan,
  numbers: LearnedNumbers,
  before: Cuts,
  silenced: Cuts['silenced'],
): { readonly numbers: LearnedNumbers; readonly cuts: Cuts } {
  const [tensors, moments, kept] = [{ ...numbers.tensors }, { ...numbers.moments }, { ...before.kept }];
  const change = (name: string, isCut: (k: number, now: Cuts['silenced']) => boolean): void => {
    const values = tensors[name]?.slice();
    if (!values) return;
    const own = Object.entries(moments).filter(([moment]) => moment.slice(0, moment.lastIndexOf('.')) === name);
    const cleared = own.map(([moment, old]) => [moment, old.slice()] as const);
    const memory = kept[name]?.slice() ?? new Float64Array(values.length);
    for (let k = 0; k < values.length; k++) {
      const [was, is] = [isCut(k, before.silenced), isCut(k, silenced)];
      if (was === is) continue;
      if (is) {
        memory[k] = values[k]!;
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
    const touches = [source, layer.id].some((id) => before.silenced.has(id) || silenced.has(id));
    if (!touches || !isDense(plan, layer.id)) continue;
    const { id, size } = layer;
    change(`${id}.weight`, (k, now) => has(now, source, Math.floor(k / size)) || has(now, id, k % size));
    change(`${id}.bias`, (k, now) => has(now, id, k));
  }
  return { numbers: { tensors, moments }, cuts: { silenced, kept } };
}

function has(silenced: Cuts['silenced'], layer: string, unit: number): boolean {
  return silenced.get(layer)?.has(unit) ?? false;
}

/** What a dense layer reads. */
function sourceOf({ description, layers }: NetworkPlan, { sources }: PlannedLayer): string {
  return layers[sources[0]!]?.id ?? description.input.id;
}

function isDense({ description }: NetworkPlan, id: string): boolean {
  return description.layers.some((layer) => layer.id === id && layer.kind === 'dense');
}

function requireNeurons(plan: NetworkPlan, { layer, units }: NeuronGroup): void {
  const { input, layers } = plan.description;
  const names = [input.id, ...layers.map(({ id }) => id)];
  const index = names.indexOf(layer) - 1;
  if (index < -1)
    throw refused(`expected a layer out of ${names.map((name) => `"${name}"`).join(', ')}, got "${layer}"`);
  const size = index < 0 ? plan.inputSize : plan.layers[index]!.size;
  const odd = units.find((unit) => !Number.isSafeInteger(unit) || unit < 0 || unit >= size);
  if (odd !== undefined) throw refused(`layer "${layer}": expected neurons in 0..${size - 1}, got ${odd}`);
  const readers = plan.layers.filter(({ sources }) => sources.includes(index)).map(({ id }) => id);
  const odds = [...(index < 0 ? [] : [layer]), ...readers].filter((id) => !isDense(plan, id));
  if (odds.length === 0) return;
  const kinds = odds.map((id) => `"${id}" is ${layers.find((one) => one.id === id)!.kind}`).join(', ');
  throw refused(`neurons of "${layer}" can be cut off only between dense layers: ${kinds}`);
}

function refused(message: string): HeavisideError {
  return new HeavisideError('HV_INTERVENTION', 'usage', message);
}
