import type { OptionForms } from './option-form.js';
import { type RandomSource, standardNormal } from './random-source.js';

/**
 * How weights and biases start. Biases are never zero by default: LFP scales an update by the parameter's own
 * magnitude, so it cannot move a zero.
 *
 * - `uniform`: PyTorch's default for linear and convolution layers, U(−1/√fanIn, 1/√fanIn).
 * - `kaiming-uniform`, `kaiming-normal`: variance 2 / fanIn (He et al. 2015).
 * - `xavier-uniform`, `xavier-normal`: variance 2 / (fanIn + fanOut) (Glorot & Bengio 2010).
 * - `constant`: every weight and bias has this value.
 * Biases follow `uniform` except under `constant`.
 */
export type Initializer =
  | { readonly kind: 'uniform' | 'kaiming-uniform' | 'kaiming-normal' | 'xavier-uniform' | 'xavier-normal' }
  | { readonly kind: 'constant'; readonly value: number };

export const INITIALIZERS = [
  'uniform',
  'kaiming-uniform',
  'kaiming-normal',
  'xavier-uniform',
  'xavier-normal',
  'constant',
] as const satisfies readonly Initializer['kind'][];

/** What the options of each initializer may be. */
export const INITIALIZER_OPTIONS: OptionForms<Initializer> = {
  uniform: {},
  'kaiming-uniform': {},
  'kaiming-normal': {},
  'xavier-uniform': {},
  'xavier-normal': {},
  constant: { value: { type: 'number' } },
};

/** Synapses into and out of a unit: for a convolution, channels times the window's area. */
export interface Fan {
  readonly fanIn: number;
  readonly fanOut: number;
}

function sampler(initial: Initializer, fan: Fan, random: RandomSource): () => number {
  const uniform = (bound: number) => () => (2 * random() - 1) * bound;
  const normal = (deviation: number) => () => deviation * standardNormal(random);
  switch (initial.kind) {
    case 'uniform':
      return uniform(1 / Math.sqrt(fan.fanIn));
    case 'kaiming-uniform':
      return uniform(Math.sqrt(6 / fan.fanIn));
    case 'kaiming-normal':
      return normal(Math.sqrt(2 / fan.fanIn));
    case 'xavier-uniform':
      return uniform(Math.sqrt(6 / (fan.fanIn + fan.fanOut)));
    case 'xavier-normal':
      return normal(Math.sqrt(2 / (fan.fanIn + fan.fanOut)));
    case 'constant':
      return () => initial.value;
  }
}

/** Draws `count` initial weights in storage order. */
export function initialWeights(initial: Initializer, count: number, fan: Fan, random: RandomSource): Float64Array {
  const draw = sampler(initial, fan, random);
  return Float64Array.from({ length: count }, draw);
}

/** Draws `count` initial biases: U(−1/√fanIn, 1/√fanIn), or the constant. */
export function initialBiases(initial: Initializer, count: number, fan: Fan, random: RandomSource): Float64Array {
  return initialWeights(initial.kind === 'constant' ? initial : { kind: 'uniform' }, count, fan, random);
}
