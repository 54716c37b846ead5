/**
 * Stops training that has diverged.
 *
 * @param step     Of the run, counting from 1.
 * @param byLayer  What each layer computed, from the first to the last.
 * @throws RangeError when the loss is not finite; the message names the step and the first layer with such a value.
 */
export function checkFiniteLoss(loss: number, step: number, byLayer: readonly Float64Array[]): void {
  if (Number.isFinite(loss)) return;
  const layer = byLayer.findIndex((values) => !values.every(Number.isFinite));
  const value = byLayer[layer]?.find((candidate) => !Number.isFinite(candidate));
  throw new RangeError(
    `training diverged at step ${step}: the loss is ${loss}, first value that is not finite: ${value} in layer ${layer + 1}`,
  );
}
