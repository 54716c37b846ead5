/** A stream of independent uniform numbers in [0, 1). Injected everywhere: nothing here draws by itself. */
export type RandomSource = () => number;

/**
 * One standard normal number (Box–Muller, the cosine branch).
 *
 * `n = √(−2 ln(1 − u₁)) · cos(2π u₂)`. Draws exactly two numbers, so a stream's position is predictable.
 */
export function standardNormal(random: RandomSource): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
