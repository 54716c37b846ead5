import type { Initializer } from '../initializers.js';
import type { NeuronDescription } from '../neurons/neuron.js';

/** Extent of a window or a step in height and width. */
export type Extent = readonly [height: number, width: number];

interface Common {
  /** Unique name in the network; names its tensors: `h1.weight`, `h1.bias`. */
  readonly id: string;
  /** Layers whose outputs this one reads; omitted: the layer before (the network's input for the first). */
  readonly from?: readonly string[];
}

interface WithNeuron {
  /** What the sums drive. */
  readonly neuron: NeuronDescription;
}

/** Weights and biases of a layer that has them. */
interface Weighted extends WithNeuron {
  readonly bias: boolean;
  readonly initial: Initializer;
}

/** Every input to every unit: `z = x W + b`. */
export interface DenseDescription extends Common, Weighted {
  readonly kind: 'dense';
  readonly size: number;
}

/** Two-dimensional convolution (cross-correlation, as in the field), zero padding. */
export interface Conv2dDescription extends Common, Weighted {
  readonly kind: 'conv2d';
  readonly channels: number;
  readonly kernel: Extent;
  readonly stride: Extent;
  readonly padding: Extent;
}

export interface PoolDescription extends Common {
  readonly kind: 'max-pool' | 'average-pool';
  readonly kernel: Extent;
  readonly stride: Extent;
}

/** `[channels, height, width]` to `[channels · height · width]`, in that order. */
export interface FlattenDescription extends Common {
  readonly kind: 'flatten';
}

/** Residual sum of two or more layers of one shape. */
export interface SumDescription extends Common, WithNeuron {
  readonly kind: 'sum';
  readonly from: readonly string[];
}

/** Batch normalisation in its inference form: `gain · (x − mean) / √(variance + epsilon) + shift` per channel. */
export interface BatchNormDescription extends Common, WithNeuron {
  readonly kind: 'batch-norm';
  readonly epsilon: number;
}

export type LayerDescription =
  | DenseDescription
  | Conv2dDescription
  | PoolDescription
  | FlattenDescription
  | SumDescription
  | BatchNormDescription;
export type LayerKind = LayerDescription['kind'];

/** A network as people describe it: an input and layers in an order in which each reads only earlier ones. */
export interface NetworkDescription {
  readonly input: { readonly id: string; readonly shape: readonly number[] };
  readonly layers: readonly LayerDescription[];
  /** How the last layer's outputs over time become one value a class. */
  readonly readout: Readout;
}

/**
 * - `rate`: number of spikes of each output, `N = Σₜ S`.
 * - `mean`: mean output over time.
 * - `last`: output of the last step.
 */
export type Readout = 'rate' | 'mean' | 'last';
