import type { OptionProblem } from '../option-problems.js';

/** Something wrong with a network's description, found when it is planned. */
export interface NetworkProblem {
  /** Index in `layers`; −1: the network as a whole (its input or its list of layers). */
  readonly layer: number;
  /** Field of the layer that is to blame, as in `LayerDescription`: `size`, `kernel`, `from`, `id`, `neuron.decay` … */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
  /** What to do about it, where that is not plain. */
  readonly remedy?: string;
  /** All of it as one line: `expected [channels, height, width], got 64 from "in"`. */
  readonly message: string;
}

/** What is wrong with a field, before it is known whose. */
export type FieldProblem = OptionProblem;

/** Puts what is wrong into words. */
export function networkProblem(layer: number, { field, expected, got, remedy }: FieldProblem): NetworkProblem {
  const message = `expected ${expected}, got ${got}${remedy === undefined ? '' : ` (${remedy})`}`;
  return { layer, field, expected, got, ...(remedy === undefined ? {} : { remedy }), message };
}
