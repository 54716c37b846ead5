import type { NetworkDescription } from '../../core/layers/layer.js';
import { checkNetwork } from '../../core/network/plan-network.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { EncoderKind } from '../../data/encoders/encoder.js';
import { recordableLayers } from '../check/recordable-layers.js';
import type { Nodes } from './nodes.js';

/** What the text of nodes may name, and what its layers have. */
export interface NodeNames {
  /** Units of every layer, the input's first. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly sets: Readonly<Record<string, Nodes>>;
  /** Layers whose units spike, and those whose units have a membrane. */
  readonly spiking: readonly string[];
  readonly membranes: readonly string[];
}

/**
 * The names of a network's nodes.
 *
 * @param sets    Node sets. @param encoder Decides whether the input spikes; omitted: it is taken to.
 * @returns undefined when the network is not sound.
 */
export function nodeNames(
  network: NetworkDescription,
  sets: NodeNames['sets'],
  encoder?: EncoderKind,
): NodeNames | undefined {
  const { sizes } = checkNetwork(network);
  if (!sizes) return undefined;
  const ids = [network.input, ...network.layers].map(({ id }) => id);
  return {
    sizes: new Map(ids.map((id, n) => [id, sizes.units[n]!])),
    sets,
    spiking: recordableLayers(network, encoder),
    membranes: network.layers.flatMap((layer) => ('neuron' in layer && isSpiking(layer.neuron) ? [layer.id] : [])),
  };
}
