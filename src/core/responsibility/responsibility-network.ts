import type { Tensors } from '../layers/tensors.js';
import type { HiddenUnit } from './hidden-units.js';
import {
  type Multiplier,
  multiplierOf,
  type ResponsibilityLayer,
  type ResponsibilityShape,
} from './responsibility-layer.js';

/** A stack of responsibility layers; the outputs of the last are sums (logits). Its numbers live in `Tensors`. */
export interface ResponsibilityNetwork {
  readonly layers: readonly ResponsibilityShape[];
  /** Units between the layers; the last layer has none. */
  readonly hidden: HiddenUnit;
}

/**
 * A network of these sizes, layers named `h1`, `h2` … and `out`.
 *
 * @param sizes      Inputs, hidden layers, outputs: `[64, 32, 10]`.
 * @param multiplier M of every layer by its own fan-in.
 * @throws RangeError for fewer than two sizes.
 */
export function planResponsibilityNetwork(
  sizes: readonly number[],
  hidden: HiddenUnit,
  multiplier: Multiplier = 'fanin',
): ResponsibilityNetwork {
  if (sizes.length < 2)
    throw new RangeError(`a network needs at least 2 sizes, its inputs and its outputs, got ${sizes.length}`);
  const layers = sizes.slice(1).map((units, l) => ({
    name: l === sizes.length - 2 ? 'out' : `h${l + 1}`,
    fanIn: sizes[l]!,
    units,
    multiplier: multiplierOf(multiplier, sizes[l]!),
  }));
  return { layers, hidden };
}

/**
 * The layers with their numbers: tensors `h1.weight`, `h1.centre` (out, in), `h1.bias`, `h1.logWidth`, shared and not
 * copied. A tensor that is missing counts as one of no values.
 *
 * @throws RangeError for no layer, or for one whose inputs are not the units before it.
 */
export function layersOf(network: ResponsibilityNetwork, tensors: Tensors): readonly ResponsibilityLayer[] {
  const { layers } = network;
  if (layers.length === 0) throw new RangeError('a network needs at least 1 layer, got 0');
  layers.slice(1).forEach((layer, l) => {
    const before = layers[l]!;
    if (layer.fanIn !== before.units)
      throw new RangeError(`${layer.name} must take the ${before.units} units of ${before.name}, takes ${layer.fanIn}`);
  });
  const none = new Float64Array(0);
  return layers.map((layer) => {
    const tensor = (name: string): Float64Array => tensors[`${layer.name}.${name}`] ?? none;
    return {
      ...layer,
      weight: tensor('weight'),
      bias: tensor('bias'),
      centre: tensor('centre'),
      logWidth: tensor('logWidth'),
    };
  });
}
