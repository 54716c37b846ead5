import { rowsOf } from '../../signal.js';
import type { Operation } from '../operation.js';
import { maxPool, type PoolGeometry, rewardThroughMaxPool } from '../pooling.js';

/** Changes the shape only; the reward passes unchanged. */
export const flattenOperation: Operation = {
  sums: ([input]) => ({ sums: input! }),
  feedback: ({ arrived }) => ({ tensors: {}, inputs: [arrived.reward()] }),
  error: ({ error }) => ({ tensors: {}, inputs: [error] }),
  synapticOperations: () => 0,
};

/** Passes the largest value of each window on, and its whole reward back to where it came from. */
export function maxPoolOperation(geometry: PoolGeometry): Operation {
  return {
    sums([input], _tensors, span) {
      const { values, winners } = maxPool(input!.values, rowsOf(input!, span), geometry);
      return { sums: { values, constant: input!.constant }, winners };
    },
    feedback: ({ arrived, inputs: [input], result }) => ({
      tensors: {},
      inputs: [rewardThroughMaxPool(arrived.reward(), result.winners!, input!.values.length)],
    }),
    error: ({ error, inputs: [input], result }) => ({
      tensors: {},
      inputs: [rewardThroughMaxPool(error, result.winners!, input!.values.length)],
    }),
    synapticOperations: () => 0,
  };
}
