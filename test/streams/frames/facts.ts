import type { RunFacts } from '../../../src/streams/frames/view-frame.js';

/** A run of two layers on images of 2 x 2. */
export const FACTS: RunFacts = {
  name: 'fake',
  seed: 7240,
  backend: 'reference',
  rule: 'lfp-epsilon',
  parameters: 20,
  scenario: 'scenario: 1\nname: fake\n',
  layers: [
    { id: 'in', size: 4, neuron: 'input', spikes: false, membrane: false },
    { id: 'h1', size: 8, neuron: 'lif', spikes: true, membrane: true },
    { id: 'out', size: 2, neuron: 'lif', spikes: true, membrane: true },
  ],
  inputShape: [2, 2, 1],
  classes: 2,
  steps: 10,
  dt: 0.001,
  epochs: 2,
  batchesPerEpoch: 3,
  trainSamples: 8,
  testSamples: 4,
  learningRate: 0.5,
  feedback: 'lfp',
};
