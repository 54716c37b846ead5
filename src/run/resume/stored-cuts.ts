import type { Tensors } from '../../core/layers/tensors.js';
import type { Cuts } from '../../core/network/cut-connections.js';
import type { NamedTensor } from '../../record/named-tensor.js';

/** Numbers of the neurons that are cut off, by layer; plain data. */
export type StoredSilence = Readonly<Record<string, readonly number[]>>;

/** What the names of tensors begin with that say where a network stands now, beside those of the network itself. */
export const NOW = 'now.';

/** What is cut, and the weights that it had (`kept.…`, `severed.…`), as tensors of a checkpoint, whose names begin with `head`. */
export function storedCuts(
  { silenced, severed, kept }: Cuts,
  head: string,
): { readonly silenced: StoredSilence; readonly tensors: readonly NamedTensor[] } {
  const places = [...severed].map(([tensor, cut]) => [tensor, Float64Array.from(cut)] as const);
  return {
    silenced: Object.fromEntries([...silenced].map(([layer, units]) => [layer, [...units]])),
    tensors: [...storedVectors(`${head}kept.`, kept), ...storedVectors(`${head}severed.`, Object.fromEntries(places))],
  };
}

/** The reverse of `storedCuts`. @param tensors Of the checkpoint. */
export function cutsFrom(silenced: StoredSilence, head: string, tensors: readonly NamedTensor[]): Cuts {
  return {
    silenced: new Map(Object.entries(silenced).map(([layer, units]) => [layer, new Set(units)])),
    severed: new Map(vectorsFrom(`${head}severed.`, tensors).map(([tensor, places]) => [tensor, new Set(places)])),
    kept: Object.fromEntries(vectorsFrom(`${head}kept.`, tensors)),
  };
}

/** Arrays as vectors of a checkpoint, as they are; names begin with `head`. */
export function storedVectors(head: string, values: Tensors): readonly NamedTensor[] {
  return Object.entries(values).map(([name, array]) => ({
    name: `${head}${name}`,
    shape: [array.length],
    values: array,
  }));
}

/** The vectors whose names begin with `head`, by the rest of the name. */
export function vectorsFrom(
  head: string,
  tensors: readonly NamedTensor[],
): readonly (readonly [name: string, values: NamedTensor['values']])[] {
  const own = tensors.filter(({ name }) => name.startsWith(head));
  return own.map(({ name, values }) => [name.slice(head.length), values] as const);
}
