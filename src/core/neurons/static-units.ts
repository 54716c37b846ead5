import type { LeakyReluDescription, StaticUnitDescription } from './neuron.js';

export type StaticDescription = StaticUnitDescription | LeakyReluDescription;

/** The logistic function 1 / (1 + e^−z). */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

function responseOf(unit: StaticDescription): (z: number) => number {
  switch (unit.kind) {
    case 'step':
      return (z) => (z > 0 ? 1 : 0);
    case 'sign':
      return (z) => (z > 0 ? 1 : -1);
    case 'identity':
      return (z) => z;
    case 'relu':
      return (z) => Math.max(z, 0);
    case 'leaky-relu':
      return (z) => (z > 0 ? z : unit.slope * z);
    case 'tanh':
      return Math.tanh;
    case 'sigmoid':
      return sigmoid;
    case 'silu':
      return (z) => z * sigmoid(z);
  }
}

/**
 * Output of units without memory: step `H(z)` with H(0) = 0, sign −1/+1 (−1 at 0), or an analog function.
 *
 * Their feedback is the identity: the reward of an output is the reward of its sum. An inactive unit earns nothing all
 * the same, because the layer above multiplied its share by the output 0.
 *
 * @param sums z, any length.
 * @returns A new array of that length; for `identity` the sums themselves.
 */
export function respondStatically(sums: Float64Array, unit: StaticDescription): Float64Array {
  if (unit.kind === 'identity') return sums;
  const respond = responseOf(unit);
  const outputs = new Float64Array(sums.length);
  // A loop: `map` of a typed array takes four times as long.
  for (let k = 0; k < sums.length; k++) outputs[k] = respond(sums[k]!);
  return outputs;
}
