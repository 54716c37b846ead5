/**
 * What a network and a presentation may take at most. A mistyped number is refused here, with both values, before it
 * fills the memory; the largest networks that this simulator is made for stay far below.
 */
export const NETWORK_LIMITS = {
  /** Weights and biases of all layers; 1 GiB in float64. */
  parameters: 2 ** 27,
  /** Outputs of all layers in all steps of all samples that are shown at once: steps · batch · values a step; 2 GiB. */
  values: 2 ** 28,
  /** Pairs of a window position and a pixel that it sees, of one layer and channel; two tables of 512 MiB. */
  windowTaps: 2 ** 27,
  /** Time steps of one presentation. */
  steps: 100_000,
} as const;

/** A number as messages write it: `134,217,728`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** What is too large, as expected and got. */
export interface SizeProblem {
  readonly expected: string;
  readonly got: string;
  readonly remedy: string;
}

/**
 * Whether the memory of one presentation is too large.
 *
 * @param values Values of one sample and step: input and all layers. @param batch Samples that are shown at once.
 */
export function presentationProblem(values: number, steps: number, batch: number): SizeProblem | undefined {
  const total = values * steps * batch;
  if (total <= NETWORK_LIMITS.values) return undefined;
  return {
    expected: `at most ${countText(NETWORK_LIMITS.values)} values in a presentation`,
    got: `${countText(total)} = ${countText(steps)} steps x ${countText(batch)} samples x ${countText(values)} values`,
    remedy: 'use a smaller batch or fewer steps',
  };
}
