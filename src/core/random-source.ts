/** A stream of independent uniform numbers in [0, 1). Injected everywhere: nothing here draws by itself. */
export type RandomSource = () => number;

/**
 * One standard normal number (Box–Muller, the cosine branch).
 *
 * `n = √(−2 ln(1 − u₁)) · cos(2π u₂)`. Draws exactly two numbers, so a stream's position is predictable.
 */
export function standardNormal(random: RandomSource): number {
  return radius(random) * Math.cos(2 * Math.PI * random());
}

/**
 * Fills an array with standard normal numbers, both branches of Box–Muller: n and `√(−2 ln(1 − u₁)) · sin(2π u₂)` in turn.
 * Draws two numbers for every two, and two for a last one that is alone.
 */
export function fillStandardNormal(values: Float64Array, random: RandomSource): void {
  for (let k = 0; k < values.length; k += 2) {
    const length = radius(random);
    const angle = 2 * Math.PI * random();
    values[k] = length * Math.cos(angle);
    if (k + 1 < values.length) values[k + 1] = length * Math.sin(angle);
  }
}

function radius(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random()));
}
