import type { NamedTensor } from './named-tensor.js';

/** Whole numbers on their way to a file, row-major: indices, counts, times in steps. */
export interface NamedIndices {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Uint32Array;
}

/** Numbers of single precision on their way to a file, row-major: what a membrane did. */
export interface NamedSingles {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a safetensors file of ours can hold: F64, F32 or U32 tensors. */
export type StoredTensor = NamedTensor | NamedSingles | NamedIndices;

/** Bytes of one element, by the format's name for its type. */
export const ELEMENT_BYTES = { F64: 8, F32: 4, U32: 4 } as const;
export type ElementType = keyof typeof ELEMENT_BYTES;

/** The format's name for the type of a tensor's elements. */
export function elementType({ values }: Pick<StoredTensor, 'values'>): ElementType {
  if (values instanceof Float64Array) return 'F64';
  return values instanceof Float32Array ? 'F32' : 'U32';
}
