/** Keeps a denominator from 0 without changing its sign: `z + epsilon` for z >= 0, `z − epsilon` below. */
export function stabilised(z: number, epsilon: number): number {
  return z >= 0 ? z + epsilon : z - epsilon;
}

/** Normed reward of sums: `n = R / stabilised(z)`. Multiply by a contribution to z to get that contribution's reward. */
export function normedReward(reward: Float64Array, sums: Float64Array, epsilon: number): Float64Array {
  return reward.map((r, k) => (r === 0 ? 0 : r / stabilised(sums[k]!, epsilon)));
}
