import type { InputChunk } from './input-chunk.js';

/**
 * Some steps of an input.
 *
 * @param size Inputs. @returns The input itself when it is constant; else views of its arrays, but for the offsets.
 */
export function inputPart(input: InputChunk, first: number, steps: number, batch: number, size: number): InputChunk {
  if (input.kind === 'constant') return input;
  const [begin, end] = [first * batch, (first + steps) * batch];
  if (input.kind === 'sequence') return { kind: 'sequence', values: input.values.subarray(begin * size, end * size) };
  const base = input.offsets[begin]!;
  return {
    kind: 'spikes',
    offsets: input.offsets.slice(begin, end + 1).map((offset) => offset - base),
    indices: input.indices.subarray(base, input.offsets[end]!),
  };
}
