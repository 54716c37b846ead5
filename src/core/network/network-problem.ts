/** Something wrong with a network's description, found when it is planned. */
export interface NetworkProblem {
  /** Index in `layers`; −1: the network as a whole (its input or its list of layers). */
  readonly layer: number;
  /** Field of the layer that is to blame, as in `LayerDescription`: `size`, `kernel`, `from`, `id`, `neuron` … */
  readonly field: string;
  /** One sentence with both values: `needs [channels, height, width], got 64 from "in"`. */
  readonly message: string;
}
