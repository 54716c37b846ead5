import { createNonZeros, type NonZeros } from './non-zero-product.js';
import type { WeightMoments } from './weight-moments.js';

/** Scratch of one layer for batches of one size. Whoever is given it may overwrite everything. */
export interface LayerWorkspace {
  /** μ and ρ, `[fanOut × fanIn]`. */
  readonly moments: WeightMoments;
  /** The same transposed, `[fanIn × fanOut]`: the forward product runs over inputs. */
  readonly momentsByInput: WeightMoments;
  /** Squares of real inputs, or variances of binary ones, `[batch × fanIn]`. */
  readonly inputSquares: Float64Array;
  /** Which inputs of a sample are not 0. */
  readonly activeInputs: NonZeros;
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
  readonly errors: NonZeros;
  /** Derivatives by μ and ρ, `[fanOut × fanIn]`. */
  readonly byMoments: WeightMoments;
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
 */
export function createEnsembleWorkspace(sizes: readonly number[], batch: number): EnsembleWorkspace {
  const layers = sizes.slice(1).map((fanOut, l): LayerWorkspace => {
    const fanIn = sizes[l]!;
    const inputs = () => new Float64Array(batch * fanIn);
    const outputs = () => new Float64Array(batch * fanOut);
    const weights = () => ({ mean: new Float64Array(fanOut * fanIn), variance: new Float64Array(fanOut * fanIn) });
    return {
      moments: weights(),
      momentsByInput: weights(),
      inputSquares: inputs(),
      activeInputs: createNonZeros(batch, fanIn),
      sums: outputs(),
      sumVariance: outputs(),
      preactivations: outputs(),
      outputs: outputs(),
      slopeByMean: outputs(),
      slopeByVariance: outputs(),
      bySums: outputs(),
      bySumVariance: outputs(),
      transposed: outputs(),
      errors: createNonZeros(Math.max(batch, fanOut), Math.min(batch, fanOut)),
      byMoments: weights(),
      byInputs: inputs(),
      byInputSquares: inputs(),
    };
  });
  return { batch, layers };
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
