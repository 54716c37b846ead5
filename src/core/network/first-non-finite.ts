import type { Tensors } from '../layers/tensors.js';

/** Where the first value that is not finite stands, or undefined when all are. */
export function firstNonFinite(
  tensors: Tensors,
): { readonly tensor: string; readonly index: number; readonly value: number } | undefined {
  for (const [tensor, values] of Object.entries(tensors))
    for (let index = 0; index < values.length; index++)
      if (!Number.isFinite(values[index]!)) return { tensor, index, value: values[index]! };
  return undefined;
}
