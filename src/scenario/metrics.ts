/** What a finished run measures and `expect` may name, each with a line for people. */
export const METRICS = {
  'accuracy(train)': 'share of training samples classified right, during the last epoch',
  'accuracy(test)': 'share of test samples classified right, after the last epoch; accuracy for short',
  'reward(train)': 'mean reward of a training sample, during the last epoch; near 0 when there is nothing left to earn',
  reward: 'mean reward of a test sample, after the last epoch; near 0 when there is nothing left to earn',
  'spikesPerSample(train)': 'spikes of all layers for one training sample, on average',
  spikesPerSample: 'spikes of all layers for one test sample, on average',
  'synapticOperationsPerSample(train)': 'multiply-adds with a non-zero input for one training sample, on average',
  synapticOperationsPerSample: 'multiply-adds with a non-zero input for one test sample, on average',
  zeroWeights: 'share of connections whose weight is exactly 0 at the end',
  'accuracy(sampled)': 'mean accuracy of networks drawn from a mean-field ensemble, on the test samples',
  'accuracy(closed form)': 'share of test samples that a mean-field ensemble of step units as a whole gets right',
  deviation: 'largest difference of an output of front contribution from back-propagation, under shadow: true',
} as const;
export type MetricName = keyof typeof METRICS;

/** What a metric that may be written without parentheses is of then: `accuracy` is `accuracy(test)`. */
const USUAL_OF = { accuracy: 'test' } as const;

/** Whatever may name a metric: its whole name, or one in short. */
export const METRIC_WORDS = [...Object.keys(METRICS), ...Object.keys(USUAL_OF)] as readonly (
  | MetricName
  | keyof typeof USUAL_OF
)[];

/** What stands in the parentheses of a reading that was written without; undefined: nothing does. */
export function usualOf(name: string): string | undefined {
  return Object.hasOwn(USUAL_OF, name) ? USUAL_OF[name as keyof typeof USUAL_OF] : undefined;
}

/** A metric with its whole name. */
export function wholeMetric(name: string): string {
  const of = usualOf(name);
  return of === undefined ? name : `${name}(${of})`;
}

/** A metric of one phase, as expressions write it: `accuracy(test)@recover`. */
export function metricOfPhase(metric: string, phase: string): string {
  return `${metric}@${phase}`;
}

/** Name of the accuracy on the test samples without a share of the smallest weights: `accuracy(pruned 50%)`. */
export function prunedMetric(fraction: number): string {
  return `accuracy(pruned ${Number((100 * fraction).toPrecision(12))}%)`;
}
