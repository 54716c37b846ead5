import { requireRows } from '../check-numbers.js';
import type { DenseProducts } from '../layers/dense-products.js';
import { denseRows } from '../layers/dense-rows.js';
import { plainProducts } from '../layers/plain-products.js';
import { transposed, transposeInto } from '../layers/transpose.js';
import { checkFrontLearning, FRONT_DEFAULTS, type FrontLearning } from './front-learning.js';
import { type GramKernel, gramKernel } from './gram-kernel.js';
import { type OutputLayer, startOutputLayer } from './output-layer.js';
import { type DualChoice, noDual, requireDual } from './require-dual.js';
import { checkTwoLayerNetwork, type TwoLayerNetwork } from './two-layer-network.js';

/** What the dual form started from: enough to find W₁ again. */
export interface GramOrigin {
  /** X, `[samples × inputs]`. */
  readonly inputs: Float64Array;
  /** W₁(0), `[hidden × inputs]` (out, in). */
  readonly hiddenWeights: Float64Array;
  /** b₁(0), `[hidden]`. */
  readonly hiddenBias: Float64Array | undefined;
}

/**
 * A two-layer network in training on a fixed set of samples, its first layer followed in the pre-activations: the Gram
 * or dual form of the front contribution.
 *
 *     S = c₀ (X W₁(0)ᵀ + b₁(0)) − K A          W₁ = c₀ W₁(0) − Aᵀ X          b₁ = c₀ b₁(0) − biasShare · Σᵢ Aᵢ
 *
 * Owner of its arrays: `startGram` copies what it is given, **`stepGram` changes the arrays in place** (a copy of S at
 * every step would cost as much as the step), and nobody else may write to them. Plain data: `structuredClone` makes a
 * second, independent one.
 */
export interface GramNetwork {
  readonly samples: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly learning: FrontLearning;
  /** S **unit by unit**, `[hidden × samples]`: a step runs along the samples. `preActivationRows` turns it around. */
  readonly preActivations: Float64Array;
  /** A, `[samples × hidden]`; 0 at the start. */
  readonly coefficients: Float64Array;
  /** c₀, what weight decay has left of the start; 1 without it. */
  initialShare: number;
  /** Velocities of S, A and −c₀ under momentum, shaped as they are. */
  readonly velocity: GramVelocity | undefined;
  output: OutputLayer;
  readonly biasShare: number;
  /** Undefined where the columns of a batch are computed from X at every step. */
  readonly kernel: GramKernel | undefined;
  /** Undefined once released: then no input outside the training set can be answered. */
  origin: GramOrigin | undefined;
}

/** See `GramNetwork.velocity`. */
interface GramVelocity {
  readonly preActivations: Float64Array;
  readonly coefficients: Float64Array;
  initialShare: number;
}

/** What a dual form is asked for: how to learn, what has no dual (refused), and where K comes from. */
export type GramOptions = Partial<FrontLearning & DualChoice> & {
  /** K computed and kept (default), computed anew at every step, or one made before for the same inputs. */
  readonly kernel?: 'kept' | 'recomputed' | GramKernel;
  /** Hold S, and take the steps with `stepGram`, so that it need not be copied; plain ones if left out. See `gramRoom`. */
  readonly products?: DenseProducts;
};

/**
 * Starts the dual form: `S = X W₁(0)ᵀ + b₁(0)`, `A = 0`, `K = X Xᵀ + biasShare`. `gramMemory` says beforehand how much
 * that is.
 *
 * @param network W₁(0), b₁(0), W₂, b₂; copied. @param inputs X, `[samples × inputs]`; copied.
 * @throws RangeError when inputs are empty, ragged or not finite, a shape disagrees, or a given K does not belong.
 * @throws HeavisideError `HV_NO_DUAL` for Adam, LFP rules, clipping, and weight decay under a bias rate of its own.
 */
export function startGram(network: TwoLayerNetwork, inputs: Float64Array, options: GramOptions = {}): GramNetwork {
  const { kernel: askedKernel = 'kept', products = plainProducts(), rule, clip, ...asked } = options;
  const learning = { ...FRONT_DEFAULTS, ...asked };
  requireDual({ optimizer: learning.optimizer, rule, clip });
  checkFrontLearning(learning);
  checkTwoLayerNetwork(network);
  const samples = requireRows('inputs', inputs, network.inputs);
  const { hidden, hiddenWeights, hiddenBias } = network;
  const biasShare = hiddenBias ? learning.hiddenBiasRatio : 0;
  const { momentum, weightDecay } = learning.optimizer as typeof learning.optimizer & { kind: 'sgd' };
  if (weightDecay > 0 && hiddenBias && biasShare !== 1)
    throw noDual(
      `front contribution has no dual form of weight decay ${weightDecay} with hidden biases at ${biasShare} times the rate of the weights: the two would decay differently`,
      'Use weightDecay 0 or hiddenBiasRatio 1.',
    );
  const kernel = kernelFor(askedKernel, inputs, network.inputs, biasShare);
  const states = samples * hidden;
  const preActivations = products.allocate(states);
  transposeInto(denseRows(inputs, hiddenWeights, hiddenBias, network.inputs), samples, hidden, preActivations);
  return {
    samples,
    inputs: network.inputs,
    hidden,
    learning,
    preActivations,
    coefficients: new Float64Array(states),
    initialShare: 1,
    velocity:
      momentum > 0
        ? { preActivations: products.allocate(states), coefficients: new Float64Array(states), initialShare: 0 }
        : undefined,
    output: startOutputLayer(network),
    biasShare,
    kernel,
    origin: { inputs: inputs.slice(), hiddenWeights: hiddenWeights.slice(), hiddenBias: hiddenBias?.slice() },
  };
}

function kernelFor(
  asked: 'kept' | 'recomputed' | GramKernel,
  inputs: Float64Array,
  width: number,
  biasShare: number,
): GramKernel | undefined {
  if (asked === 'recomputed') return undefined;
  if (asked === 'kept') return gramKernel(inputs, width, biasShare);
  const samples = inputs.length / width;
  if (asked.samples !== samples || asked.values.length !== samples * samples)
    throw new RangeError(`K must be of ${samples} samples, is of ${asked.samples} with ${asked.values.length} values`);
  if (asked.biasShare !== biasShare)
    throw new RangeError(`K must hold the bias share ${biasShare} of this network, holds ${asked.biasShare}`);
  return asked;
}

/** S sample by sample, `[samples × hidden]`, a new array. */
export function preActivationRows({ preActivations, samples, hidden }: GramNetwork): Float64Array {
  return transposed(preActivations, hidden, samples);
}
