import type { Tensors } from '../../../src/core/layers/tensors.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import type { NetworkPlan } from '../../../src/core/network/plan-network.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

/** Numbers in [low, high) that are the same in every run. */
export function numbersBetween(low: number, high: number, count: number, seed: number): Float64Array {
  const random = createRandomStreams(seed).stream('numbers');
  return Float64Array.from({ length: count }, () => low + (high - low) * random());
}

/** Starting tensors that are the same in every run. */
export function startingTensors(plan: NetworkPlan, seed = 1): Tensors {
  return initialTensors(plan, createRandomStreams(seed).stream('weights'));
}
