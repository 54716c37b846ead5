import type { SpikeSlabLayer } from './spike-slab-layer.js';

/** What a layer of any ensemble says about its size. */
interface LayerSize {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Checks that the layers of a network follow on one another.
 *
 * @throws RangeError for no layer, a size that is no whole number >= 1, or a fan-in that differs from the fan-out before.
 */
export function checkChain(layers: readonly LayerSize[]): void {
  if (layers.length === 0) throw new RangeError('a network needs at least one layer, got 0');
  layers.forEach(({ fanIn, fanOut }, l) => {
    for (const [name, size] of [
      ['fan-in', fanIn],
      ['fan-out', fanOut],
    ] as const)
      if (!Number.isSafeInteger(size) || size < 1)
        throw new RangeError(`layer ${l + 1}: ${name} must be a whole number >= 1, got ${size}`);
    const before = layers[l - 1]?.fanOut ?? fanIn;
    if (fanIn !== before)
      throw new RangeError(`layer ${l + 1}: fan-in must be the fan-out of layer ${l}, ${before}, got ${fanIn}`);
  });
}

/**
 * Checks one parameter of a layer, `[fanOut × fanIn]`.
 *
 * @param layer   Counts from 0; messages count from 1.
 * @param wanted  What a value must be, for the message.
 * @throws RangeError for another length, or for a value that is not `allowed`.
 */
export function checkParameter(
  layer: number,
  name: string,
  { fanIn, fanOut }: LayerSize,
  values: Float64Array,
  wanted: string,
  allowed: (value: number) => boolean,
): void {
  if (values.length !== fanIn * fanOut)
    throw new RangeError(
      `layer ${layer + 1}: ${name} must hold ${fanOut} x ${fanIn} = ${fanOut * fanIn} values, got ${values.length}`,
    );
  const index = values.findIndex((value) => !allowed(value));
  if (index >= 0)
    throw new RangeError(`layer ${layer + 1}: ${name} must be ${wanted}, got ${values[index]} at index ${index}`);
}

/**
 * Checks a network that comes from outside: shapes, π in [0, 1], m finite, Ξ finite and >= 0.
 *
 * @throws RangeError that names the layer (from 1), what it expected and what it got.
 */
export function checkSpikeSlab(network: readonly SpikeSlabLayer[]): void {
  checkChain(network);
  network.forEach((layer, l) => {
    checkParameter(l, 'spike mass', layer, layer.spikeMass, 'in [0, 1]', (pi) => pi >= 0 && pi <= 1);
    checkParameter(l, 'slab mean', layer, layer.slabMean, 'finite', Number.isFinite);
    checkParameter(
      l,
      'slab variance',
      layer,
      layer.slabVariance,
      'finite and >= 0',
      (xi) => Number.isFinite(xi) && xi >= 0,
    );
  });
}
