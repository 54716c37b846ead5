/** How far the probabilities of one sample may be from adding up to 1. */
const SUM_TOLERANCE = 1e-9;

/**
 * Checks the standard normals of one layer, `[batch × fanOut]`.
 *
 * @param layer Counts from 0; the message counts from 1.
 * @throws RangeError for another length.
 */
export function checkNoise(noise: Float64Array | undefined, layer: number, batch: number, fanOut: number): void {
  const got = noise?.length ?? 0;
  if (got !== batch * fanOut)
    throw new RangeError(
      `layer ${layer + 1}: noise must hold ${batch} x ${fanOut} = ${batch * fanOut} values, got ${got}`,
    );
}

/**
 * Checks the targets, `[batch × classes]`: each row a probability distribution, for example 1 at the label.
 *
 * @throws RangeError for another length, a value outside [0, 1], or a row that does not add up to 1.
 */
export function checkTargets(targets: Float64Array, batch: number, classes: number): void {
  if (targets.length !== batch * classes)
    throw new RangeError(`targets must hold ${batch} x ${classes} = ${batch * classes} values, got ${targets.length}`);
  const index = targets.findIndex((t) => !(t >= 0 && t <= 1));
  if (index >= 0) throw new RangeError(`targets must be in [0, 1], got ${targets[index]} at index ${index}`);
  for (let sample = 0; sample < batch; sample++) {
    const sum = targets.subarray(sample * classes, (sample + 1) * classes).reduce((total, t) => total + t, 0);
    if (Math.abs(sum - 1) > SUM_TOLERANCE)
      throw new RangeError(`targets of sample ${sample} must add up to 1, got ${sum}`);
  }
}
