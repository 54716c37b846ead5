import type { ProductRoom } from '../layers/dense-products.js';

/** What decides how much room the products of a dual form need. */
export interface GramRoomSize {
  readonly samples: number;
  readonly hidden: number;
  readonly outputs: number;
  /** Samples of the largest batch. */
  readonly batch: number;
  readonly momentum: boolean;
}

/** Room for S, for its velocity under momentum, and for the rows of K and the output layer of a batch. */
export function gramRoom({ samples, hidden, outputs, batch, momentum }: GramRoomSize): ProductRoom {
  const states = samples * hidden;
  const outputLayer = batch * hidden + hidden * outputs + batch * outputs;
  return {
    arrays: momentum ? [states, states] : [states],
    values: batch * Math.max(hidden, outputs),
    copied: Math.max(batch * hidden + batch * samples, outputLayer),
  };
}
