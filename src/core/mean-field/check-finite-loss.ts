/** What is thrown when the loss of a batch is not finite: training has diverged. */
export class NonFiniteLoss extends Error {
  override readonly name = 'NonFiniteLoss';
  readonly loss: number;
  /** Of the run, counting from 1. */
  readonly step: number;
  /** The first that computed a value that is not finite, counting from 0; the message counts from 1. */
  readonly layer: number;
  /** The first such value of that layer. */
  readonly value: number;

  constructor({ loss, step, layer, value }: Pick<NonFiniteLoss, 'loss' | 'step' | 'layer' | 'value'>) {
    super(
      `training diverged at step ${step}: the loss is ${loss}, first value that is not finite: ${value} in layer ${layer + 1}`,
    );
    [this.loss, this.step, this.layer, this.value] = [loss, step, layer, value];
  }
}

/**
 * Stops training that has diverged.
 *
 * @param step     Of the run, counting from 1.
 * @param byLayer  What each layer computed, from the first to the logits. The cross-entropy of finite logits is finite.
 * @throws NonFiniteLoss when the loss is not finite.
 */
export function checkFiniteLoss(loss: number, step: number, byLayer: readonly Float64Array[]): void {
  if (Number.isFinite(loss)) return;
  const layer = byLayer.findIndex((values) => !values.every(Number.isFinite));
  const value = byLayer[layer]!.find((candidate) => !Number.isFinite(candidate))!;
  throw new NonFiniteLoss({ loss, step, layer, value });
}
