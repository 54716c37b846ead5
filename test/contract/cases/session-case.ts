import { dense } from '../../../src/core/layers/describe-layer.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { contractCase, networkOf } from './contract-case.js';

const lif = neuron('lif', { threshold: 0.5 });

/**
 * What the promises of a session beside its numbers are tried on. One layer: every session of a device that compiles
 * its kernels takes its time, and the rules open many.
 */
export const SESSION_CASE = contractCase('session', networkOf([7], [dense('out', 4, lif)], 'rate'), {
  batch: 5,
  chunks: [{ steps: 6, input: 'sequence' }],
  optimizer: { ...OPTIMIZER_DEFAULTS.adam, lr: 0.01 },
});

/** Another network, to be run beside it. */
export const TWIN_CASE = contractCase('twin', networkOf([5], [dense('out', 3, lif)], 'rate'), {
  batch: 2,
  chunks: [{ steps: 4, input: 'spikes' }],
});

/** Enough samples and units to be shared out among threads. */
export const CROWD_CASE = contractCase('crowd', networkOf([24], [dense('h', 40, lif), dense('out', 4, lif)], 'rate'), {
  seed: 8,
  batch: 19,
  chunks: [
    {
      ...{ steps: 8, input: 'spikes' },
      stimuli: [{ layer: 'h', from: 2, until: 6, range: [-0.25, 0.5], cut: [0, 17, 39] }],
    },
  ],
});

/** Neurons with every variable that there is, shown in pieces. */
export const RELAY_CASE = contractCase(
  'relay',
  networkOf(
    [9],
    [
      dense('h', 20, neuron('synaptic-lif', { threshold: 0.5 })),
      dense('g', 18, neuron('adaptive-lif', { threshold: 0.4, reset: 'zero' })),
      dense('out', 4, lif),
    ],
    'rate',
  ),
  {
    batch: 3,
    chunks: [
      { steps: 7, input: 'sequence' },
      { steps: 1, input: 'constant' },
      { steps: 9, input: 'spikes' },
    ],
  },
);

/** Units with numbers of every kind under a constant input, which some of them hand on as it is. */
export const ADJUSTED_CASE = contractCase(
  'adjusted',
  networkOf(
    [9],
    [
      dense('s', 7, neuron('leaky-relu', { slope: 0.25 })),
      dense('h', 20, neuron('adaptive-lif', { threshold: 0.5 })),
      dense('out', 4, neuron('synaptic-lif', { threshold: 0.5 })),
    ],
    'rate',
  ),
  { batch: 3, chunks: [{ steps: 5, input: 'constant' }], inputRange: [-1, 1] },
);

/** Units without memory, which show at once what drives them. */
export const STIMULUS_CASE = contractCase('stimulated', networkOf([7], [dense('out', 4, { kind: 'step' })], 'rate'), {
  batch: 3,
  chunks: [{ steps: 6, input: 'constant' }],
  inputRange: [-1, 1],
});
