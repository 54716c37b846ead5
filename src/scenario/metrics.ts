/** What a finished run measures and `expect` may name, each with a line for people. */
export const METRICS = {
  'accuracy(train)': 'share of training samples classified right, during the last epoch',
  'accuracy(test)': 'share of test samples classified right, after the last epoch',
  'reward(train)': 'mean reward of a training sample, during the last epoch; near 0 when there is nothing left to earn',
  reward: 'mean reward of a test sample, after the last epoch; near 0 when there is nothing left to earn',
  'spikesPerSample(train)': 'spikes of all layers for one training sample, on average',
  spikesPerSample: 'spikes of all layers for one test sample, on average',
  'synapticOperationsPerSample(train)': 'multiply-adds with a non-zero input for one training sample, on average',
  synapticOperationsPerSample: 'multiply-adds with a non-zero input for one test sample, on average',
} as const;
export type MetricName = keyof typeof METRICS;
