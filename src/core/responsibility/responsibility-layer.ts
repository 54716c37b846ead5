/**
 * Local responsibility allocation: every connection owns a share ρ of its unit, larger the nearer the connection's input
 * lies to a centre that the connection learns. The shares of a unit add up to 1; they scale what the connection carries
 * forward and the gradient that it receives.
 *
 * Inspired by the abstract; not a reproduction. Only the abstract of the preprint is known to us:
 *
 * | the paper's | ours |
 * | --- | --- |
 * | a factor per connection from the distance between its input and a learnable centre | Gaussian kernel, one width σ a unit, learned as ln σ |
 * | it modulates the signal and the gradient | exact differentiation (`full`), stopped gradient (`stop`), local centre rule |
 * | normalised over the connections into a unit, sum 1 | one centre a connection, in the input's units |
 * | output: weighted sum with coefficients that sum to 1 (as we read it: ρ multiplies w · x) | bias after the allocation, multiplier M |
 * | | initialisation, clipping, optimizers, every number; step units and layer-wise feedback propagation |
 *
 * On the data sets that we tried it learns, and is not better than a plain multilayer perceptron once rates are tuned.
 *
 * @see Jia Fujie 2026, "Local Responsibility Allocation in MLPs", Research Square rs-9244725 v2 (preprint).
 */
export interface ResponsibilityShape {
  /** Names the layer in tensors and in messages: `h1`. */
  readonly name: string;
  /** Number of inputs n, >= 1. */
  readonly fanIn: number;
  /** Number of units h, >= 1. */
  readonly units: number;
  /** M, the factor of the allocated sum, > 0, dimensionless: see `multiplierOf`. */
  readonly multiplier: number;
}

/** A layer with its numbers. Dense tensors lie (out, in): row j holds the connections into unit j, `[units × fanIn]`. */
export interface ResponsibilityLayer extends ResponsibilityShape {
  /** w, `[units × fanIn]`. */
  readonly weight: Float64Array;
  /** b, `[units]`, added after the allocation. */
  readonly bias: Float64Array;
  /** c, `[units × fanIn]`, in the units of the inputs. */
  readonly centre: Float64Array;
  /** ln σ, `[units]`; σ in the units of the inputs. */
  readonly logWidth: Float64Array;
}

/** The tensors of a layer, in the order in which they are drawn and named: `h1.weight`, `h1.bias` … */
export const RESPONSIBILITY_TENSORS = ['weight', 'bias', 'centre', 'logWidth'] as const;

/** How the allocated sum is scaled. */
export type Multiplier = 'one' | 'fanin' | 'sqrt';

/**
 * The number M of a multiplier: `one` 1, `fanin` n, `sqrt` √n.
 *
 * Shares are about 1 / n each. With M = 1 sums and gradients shrink by as much in every layer and plain gradient descent
 * does not train; M = n gives a wide kernel (σ → ∞) exactly an ordinary layer.
 */
export function multiplierOf(multiplier: Multiplier, fanIn: number): number {
  switch (multiplier) {
    case 'one':
      return 1;
    case 'fanin':
      return fanIn;
    case 'sqrt':
      return Math.sqrt(fanIn);
  }
}
