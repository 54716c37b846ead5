import type { Fan, Initializer } from '../initializers.js';

/** The numbers of a network by name: `h1.weight`, `h1.bias`, `norm.running_mean` … Each in its storage layout. */
export type Tensors = Readonly<Record<string, Float64Array>>;

/** New arrays with the same numbers. */
export function copiedTensors(tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, values.slice()]));
}

/** What the plan knows of one tensor. */
export interface TensorPlan {
  readonly name: string;
  readonly length: number;
  /** Shape in the field's exchange layout (PyTorch's): (out, in), (out, in, height, width) or (length). */
  readonly exchangeShape: readonly number[];
  /** Storage: `input-major` keeps `[fanIn × fanOut]`, the exchange layout turned around; `vector` is the same in both. */
  readonly layout: 'input-major' | 'vector';
  /** false for fixed statistics, which no optimizer touches. */
  readonly trainable: boolean;
  readonly start:
    | { readonly kind: 'weights' | 'biases'; readonly initial: Initializer; readonly fan: Fan }
    | { readonly kind: 'constant'; readonly value: number };
}
