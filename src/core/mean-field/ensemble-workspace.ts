import type { DenseProducts, ProductsMaker } from '../layers/dense-products.js';
import { plainProducts } from '../layers/plain-products.js';
import { emptyGradient, type SpikeSlabGradient, type WeightMoments } from './weight-moments.js';

/** Scratch of one layer for batches of one size. Whoever is given it may overwrite everything. */
export interface LayerWorkspace {
  /** Hold these arrays and multiply them. */
  readonly products: DenseProducts;
  /** What arrives, `[batch × fanIn]`: the outputs of the layer before; in the first, a copy of the network's inputs. */
  readonly inputs: Float64Array;
  /** μ and ρ, `[fanOut × fanIn]`. */
  readonly moments: WeightMoments;
  /** The same transposed, `[fanIn × fanOut]`: the forward product runs over inputs. */
  readonly momentsByInput: WeightMoments;
  /** Squares of real inputs, or variances of binary ones, `[batch × fanIn]`. */
  readonly inputSquares: Float64Array;
  /** G and D², `[batch × fanOut]`. */
  readonly sums: Float64Array;
  readonly sumVariance: Float64Array;
  /** z, what the units see, and what they send on, `[batch × fanOut]`. */
  readonly preactivations: Float64Array;
  readonly outputs: Float64Array;
  /** Slopes of the outputs by G and D² (step units only), `[batch × fanOut]`. */
  readonly slopeByMean: Float64Array;
  readonly slopeByVariance: Float64Array;
  /** Derivatives of the loss by G and D², `[batch × fanOut]`, and either transposed, `[fanOut × batch]`. */
  readonly bySums: Float64Array;
  readonly bySumVariance: Float64Array;
  readonly transposed: Float64Array;
  /** Derivatives by μ and ρ, `[fanOut × fanIn]`. */
  readonly byMoments: WeightMoments;
  /** Derivatives by the parameters. */
  readonly gradient: SpikeSlabGradient;
  /** Derivative by the inputs and a part of it, `[batch × fanIn]`. */
  readonly byInputs: Float64Array;
  readonly byInputSquares: Float64Array;
}

/**
 * Scratch arrays of a network, so that a training step allocates only what it returns.
 *
 * Owned by whoever made it and lent for one call at a time. It carries nothing from call to call: a result never
 * depends on what was in it. Results that are documented as views of it hold until its next use.
 */
export interface EnsembleWorkspace {
  readonly batch: number;
  readonly layers: readonly LayerWorkspace[];
}

/**
 * @param sizes Units from the input to the output.
 * @param batch Samples of every batch that it will serve.
 * @param make  Makes what multiplies.
 */
export function createEnsembleWorkspace(
  sizes: readonly number[],
  batch: number,
  make: ProductsMaker = plainProducts,
): EnsembleWorkspace {
  // Walked twice: the room must be known before the first array is made.
  const arrays: number[] = [];
  const planned: DenseProducts = {
    ...plainProducts(),
    allocate: (length) => {
      arrays.push(length);
      return NOTHING;
    },
  };
  createLayers(sizes, batch, planned);
  const values = batch * Math.max(...sizes);
  return { batch, layers: createLayers(sizes, batch, make({ arrays, values, copied: 0 })) };
}

const NOTHING = new Float64Array(0);

function createLayers(sizes: readonly number[], batch: number, products: DenseProducts): LayerWorkspace[] {
  const layers: LayerWorkspace[] = [];
  for (const [l, fanOut] of sizes.slice(1).entries()) {
    const fanIn = sizes[l]!;
    const inputs = () => products.allocate(batch * fanIn);
    const outputs = () => products.allocate(batch * fanOut);
    const weights = () => ({
      mean: products.allocate(fanOut * fanIn),
      variance: products.allocate(fanOut * fanIn),
    });
    layers.push({
      products,
      inputs: layers.at(-1)?.outputs ?? inputs(),
      moments: weights(),
      momentsByInput: weights(),
      inputSquares: inputs(),
      sums: outputs(),
      sumVariance: outputs(),
      preactivations: outputs(),
      outputs: outputs(),
      slopeByMean: outputs(),
      slopeByVariance: outputs(),
      bySums: outputs(),
      bySumVariance: outputs(),
      transposed: outputs(),
      byMoments: weights(),
      gradient: emptyGradient({ fanIn, fanOut }),
      byInputs: inputs(),
      byInputSquares: inputs(),
    });
  }
  return layers;
}

/**
 * The workspace that was lent, or a new one.
 *
 * @throws RangeError when it was made for another batch or other layers.
 */
export function workspaceFor(
  sizes: readonly number[],
  batch: number,
  lent: EnsembleWorkspace | undefined,
): EnsembleWorkspace {
  if (!lent) return createEnsembleWorkspace(sizes, batch);
  const made = lent.layers.flatMap(({ inputSquares, sums }, l) =>
    l === 0 ? [inputSquares.length / lent.batch, sums.length / lent.batch] : [sums.length / lent.batch],
  );
  if (lent.batch !== batch || made.join('-') !== sizes.join('-'))
    throw new RangeError(
      `the workspace must be for ${sizes.join('-')} units and a batch of ${batch}, got ${made.join('-')} and ${lent.batch}`,
    );
  return lent;
}
