import type { InputChunk } from '../../core/input-chunk.js';

/**
 * An input whose lesioned units say nothing: 0 in place of their values, none of their spikes.
 *
 * @param size Inputs. @param dead Units that are lesioned; undefined: none.
 * @returns The input itself where nobody is dead; else a new one.
 */
export function lesionedInput(input: InputChunk, size: number, dead: ReadonlySet<number> | undefined): InputChunk {
  if (!dead || dead.size === 0) return input;
  if (input.kind !== 'spikes') {
    const { kind, values } = input;
    return { kind, values: values.map((value, k) => (dead.has(k % size) ? 0 : value)) };
  }
  const offsets = new Uint32Array(input.offsets.length);
  const indices: number[] = [];
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let k = input.offsets[row]!; k < input.offsets[row + 1]!; k++)
      if (!dead.has(input.indices[k]!)) indices.push(input.indices[k]!);
    offsets[row + 1] = indices.length;
  }
  return { kind: 'spikes', offsets, indices: Uint32Array.from(indices) };
}

/**
 * The same for pieces of one show: what is constant stays one and the same from piece to piece, so that its product is made
 * once.
 */
export function lesionedPieces(size: number) {
  let last: { readonly input: InputChunk; readonly dead: ReadonlySet<number>; readonly made: InputChunk } | undefined;
  return (input: InputChunk, dead: ReadonlySet<number> | undefined): InputChunk => {
    if (!dead || input.kind !== 'constant') return lesionedInput(input, size, dead);
    if (last?.input !== input || last.dead !== dead) last = { input, dead, made: lesionedInput(input, size, dead) };
    return last.made;
  };
}
