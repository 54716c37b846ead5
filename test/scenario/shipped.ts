import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../scenarios/', import.meta.url);

/** Every scenario in the repository, by file name. */
export const SHIPPED: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file, readFileSync(new URL(file, FOLDER), 'utf8')]),
);

/** Uses every section and most options. */
export const RICH = `scenario: 1
name: rich
seed: 7240
time: { dt: 0.5ms, steps: 10ms }
data:
  train: { source: blobs, samples: 200, classes: 3, features: 16, spread: 0.7 }
  test: { source: blobs, split: test, samples: 90, classes: 3, features: 16, spread: 0.7 }
encode: { kind: rate, gain: 0.8 }
network:
  layers:
    - { id: in, shape: [1, 4, 4] }
    - { id: conv, kind: conv2d, channels: 2, kernel: 3, stride: [1, 1], padding: 1, neuron: lif, tau: 20ms, threshold: 1.5 }
    - { id: norm, kind: batch-norm, from: conv, epsilon: 1e-4, neuron: synaptic-lif, beta: 0.8, alpha: 0.7 }
    - { id: both, kind: sum, from: [conv, norm], neuron: adaptive-lif, adaptation: 0.3, rho: 0.9, reset: zero }
    - { id: pool, kind: average-pool, kernel: [2, 2] }
    - { id: flat, kind: flatten }
    - { id: h1, size: 8, neuron: step, bias: false, initial: { kind: constant, value: 0.25 } }
    - { id: h2, size: 8, neuron: leaky-relu, slope: 0.02, initial: kaiming-normal }
    - { id: out, size: 3, neuron: integrate-and-fire, resetDelay: false, readout: rate }
learn:
  rule: lfp-alpha-beta
  epsilon: 1e-5
  alpha: 1.5
  beta: 0.5
  reward: { kind: rate, scale: per-step }
  optimizer: { kind: sgd, lr: 5e-4, momentum: 0.5, weightDecay: 1e-4 }
  clip: 3
  schedule: { kind: step, every: 2, factor: 0.5 }
train: { epochs: 3, batch: 16 }
test: { every: 2, batch: 30 }
record: { spikes: [conv, h1, out], samples: 2 }
expect:
  - { that: accuracy(test), atLeast: 0.5 }
  - { that: spikesPerSample, between: [1, 500] }
`;
