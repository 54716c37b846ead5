/**
 * The time of a step in milliseconds, from the beginning of its presentation or free run: `step · dt`.
 *
 * @param dt Length of a step in seconds.
 * @returns To 15 digits: step 3 of 0.1 ms is at 0.3, not at 0.30000000000000004.
 */
export function stepTime(step: number, dt: number): number {
  return Number((step * dt * 1000).toPrecision(15));
}
