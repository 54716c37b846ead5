import type { StoredTensor } from '../record/stored-tensor.js';
import type { Presentation } from './presentations.js';

/** Puts pieces of one kind together to whole arrays. */
export interface Gatherer<Piece> {
  /** The piece's arrays are kept. */
  add(piece: Piece): void;
  /** Everything so far. */
  arrays(): readonly StoredTensor[];
}

/** A vector of whole numbers. */
export function indices(name: string, values: Iterable<number>): StoredTensor {
  const array = Uint32Array.from(values);
  return { name, shape: [array.length], values: array };
}

/** Where the entries of each presentation begin, and at last where those of the last one end. */
export function offsetsOf(lengths: readonly number[]): readonly number[] {
  let end = 0;
  return [0, ...lengths.map((length) => (end += length))];
}

/** Who was shown; nothing for a free run. */
export function whoWasShown(prefix: string, presentations: readonly Presentation[]): readonly StoredTensor[] {
  const shown = presentations.filter(({ sample }) => sample !== undefined);
  if (shown.length !== presentations.length) return [];
  const samples = indices(
    `${prefix}/samples`,
    shown.map(({ sample }) => sample!),
  );
  const labelled = shown.every(({ label }) => label !== undefined);
  return labelled
    ? [
        samples,
        indices(
          `${prefix}/labels`,
          shown.map(({ label }) => label!),
        ),
      ]
    : [samples];
}
