import type { Initializer } from '../initializers.js';
import type { NeuronDescription } from '../neurons/neuron.js';
import type {
  BatchNormDescription,
  Conv2dDescription,
  DenseDescription,
  Extent,
  FlattenDescription,
  PoolDescription,
  SumDescription,
} from './layer.js';

/** Layers that a layer reads; omitted: the one before. */
export interface LayerWiring {
  readonly from?: readonly string[] | undefined;
}

/** How the weights of a layer start. */
export interface WeightOptions extends LayerWiring {
  /** Default true. */
  readonly bias?: boolean | undefined;
  /** Default `uniform`, PyTorch's. */
  readonly initial?: Initializer | undefined;
}

/** Windows of a convolution or a pool: one number for both directions, or `[height, width]`. */
export type WindowExtent = number | Extent;

const identity: NeuronDescription = { kind: 'identity' };
const both = (window: WindowExtent): Extent => (typeof window === 'number' ? [window, window] : window);
const wired = ({ from }: LayerWiring): { readonly from?: readonly string[] } => (from === undefined ? {} : { from });
const weighted = ({ bias, initial }: WeightOptions) =>
  ({ bias: bias ?? true, initial: initial ?? { kind: 'uniform' } }) as const;

/** Describes a dense layer of `size` units. */
export function dense(
  id: string,
  size: number,
  neuron: NeuronDescription,
  options: WeightOptions = {},
): DenseDescription {
  return { id, kind: 'dense', ...wired(options), size, ...weighted(options), neuron };
}

/** Describes a convolution with `channels` maps; stride 1 and no padding unless given. */
export function conv2d(
  id: string,
  channels: number,
  kernel: WindowExtent,
  neuron: NeuronDescription,
  options: WeightOptions & { readonly stride?: WindowExtent; readonly padding?: WindowExtent } = {},
): Conv2dDescription {
  const window = { kernel: both(kernel), stride: both(options.stride ?? 1), padding: both(options.padding ?? 0) };
  return { id, kind: 'conv2d', ...wired(options), channels, ...window, ...weighted(options), neuron };
}

/** Describes a max- or average-pool; the windows do not overlap unless a stride is given. */
export function pool(
  id: string,
  kind: PoolDescription['kind'],
  kernel: WindowExtent,
  options: LayerWiring & { readonly stride?: WindowExtent } = {},
): PoolDescription {
  return { id, kind, ...wired(options), kernel: both(kernel), stride: both(options.stride ?? kernel) };
}

/** Describes the step from maps to a plain list of features. */
export function flatten(id: string, options: LayerWiring = {}): FlattenDescription {
  return { id, kind: 'flatten', ...wired(options) };
}

/** Describes the residual sum of two or more layers. */
export function sum(id: string, from: readonly string[], neuron: NeuronDescription = identity): SumDescription {
  return { id, kind: 'sum', from, neuron };
}

/** Describes a batch normalisation in inference form; `epsilon` is PyTorch's 1e-5 unless given. */
export function batchNorm(
  id: string,
  neuron: NeuronDescription = identity,
  options: LayerWiring & { readonly epsilon?: number } = {},
): BatchNormDescription {
  return { id, kind: 'batch-norm', ...wired(options), epsilon: options.epsilon ?? 1e-5, neuron };
}
