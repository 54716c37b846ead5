import type { NamedTensor } from './named-tensor.js';

/** Whole numbers on their way to a file, row-major: indices, counts, times in steps. */
export interface NamedIndices {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Uint32Array;
}

/** What a safetensors file of ours can hold: F64 or U32 tensors. */
export type StoredTensor = NamedTensor | NamedIndices;

/** Bytes of one element, by the format's name for its type. */
export const ELEMENT_BYTES = { F64: 8, U32: 4 } as const;
export type ElementType = keyof typeof ELEMENT_BYTES;

/** The format's name for the type of a tensor's elements. */
export function elementType(tensor: StoredTensor): ElementType {
  return tensor.values instanceof Float64Array ? 'F64' : 'U32';
}
