import type { LayerDescription, NetworkDescription } from '../layers/layer.js';

/** What a layer reads: what it names, or the layer before it. */
export function sourcesOf({ input, layers }: NetworkDescription, layer: LayerDescription): readonly string[] {
  return layer.from ?? [(layers[layers.indexOf(layer) - 1] ?? input).id];
}

/**
 * The layers that keep neurons of a layer from being cut off: itself and those that read it, as far as they are not dense.
 * Elsewhere neurons share their weights.
 */
export function sharedWeightLayers(network: NetworkDescription, id: string): readonly LayerDescription[] {
  const touched = network.layers.filter((layer) => layer.id === id || sourcesOf(network, layer).includes(id));
  return touched.filter(({ kind }) => kind !== 'dense');
}
