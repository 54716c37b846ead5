import { describe, expect, test } from 'vitest';
import { SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { dense, flatten } from '../../../src/core/layers/describe-layer.js';
import type { LayerDescription, NetworkDescription } from '../../../src/core/layers/layer.js';
import { type NeuronDescription, neuron } from '../../../src/core/neurons/neuron.js';
import { largestDifference, type Shown } from './compare-with-reference.js';

/** What float32 may make of a gradient through two layers and 12 steps. */
const ROUNDINGS = 2e-5;

const lif = neuron('lif', { threshold: 0.5 });
const surrogate = { kind: 'surrogate', surrogate: SURROGATE_DEFAULTS.atan } as const;

function networkOf(...layers: readonly LayerDescription[]): NetworkDescription {
  return { input: { id: 'in', shape: [20] }, layers, readout: 'mean' };
}

/** A wide layer behind the input, a wide one behind that, and one of a single tile. */
const deep = (cell: NeuronDescription): NetworkDescription =>
  networkOf(dense('h1', 40, cell), dense('h2', 23, neuron('lif', { threshold: 0.5 })), dense('out', 4, cell));

const shown: Shown = { batch: 5, chunks: [5, 7], input: 'constant', rule: surrogate };

const resets = (['subtract', 'zero', 'none'] as const).flatMap((reset) =>
  [true, false].map((resetDelay) => ({ reset, resetDelay, threshold: 0.5 })),
);
const cells: readonly NeuronDescription[] = [
  ...resets.map((r) => neuron('lif', r)),
  ...resets.map((r) => neuron('synaptic-lif', { ...r, synapseDecay: 0.3 })),
  ...resets.map((r) => neuron('adaptive-lif', r)),
  neuron('integrate-and-fire'),
  neuron('step'),
  neuron('sign'),
  neuron('relu'),
  neuron('leaky-relu'),
  neuron('tanh'),
  neuron('sigmoid'),
  neuron('silu'),
  neuron('identity'),
];

describe('gradients on events agree with the reference', () => {
  test.each(cells.map((cell) => [JSON.stringify(cell), cell] as const))('%s', async (_name, cell) => {
    expect(await largestDifference(deep(cell), shown)).toBeLessThan(ROUNDINGS);
  });
});

const surrogates = Object.values(SURROGATE_DEFAULTS);

// A slope of 25 makes 25 times as much of what a distance was rounded by.
test.each(surrogates.map((own) => [own.kind, own] as const))('surrogate %s', async (_name, own) => {
  const rule = { kind: 'surrogate', surrogate: own } as const;
  expect(await largestDifference(deep(lif), { ...shown, rule })).toBeLessThan(25 * ROUNDINGS);
  const steps = networkOf(dense('h1', 40, { kind: 'step' }), dense('h2', 23, { kind: 'sign' }), dense('out', 4, lif));
  expect(await largestDifference(steps, { ...shown, rule })).toBeLessThan(25 * ROUNDINGS);
});

const FORMS: readonly Shown[] = [
  { ...shown, input: 'spikes' },
  { ...shown, input: 'sequence' },
  // Fewer samples than trains are worth, and more samples than slices; a span of steps is 25 or 30 long.
  { ...shown, batch: 2, input: 'spikes' },
  { ...shown, batch: 11, chunks: [31], input: 'spikes' },
  { ...shown, batch: 1, chunks: [1, 1, 1], input: 'sequence' },
];

describe.each(['feedback-alignment', 'direct-feedback-alignment', 'surrogate'] as const)('rule %s', (kind) => {
  const rule = { kind, surrogate: SURROGATE_DEFAULTS['fast-sigmoid'] } as const;
  test.each(FORMS)('$input input, batch $batch, chunks $chunks', async (form) => {
    expect(await largestDifference(deep(lif), { ...form, rule })).toBeLessThan(ROUNDINGS);
  });

  test('layers that give out the same at every step below others that do not', async () => {
    const still = networkOf(
      dense('a', 40, { kind: 'tanh' }),
      dense('b', 21, { kind: 'relu' }),
      dense('c', 18, lif),
      dense('out', 4, lif),
    );
    expect(await largestDifference(still, { ...shown, rule })).toBeLessThan(ROUNDINGS);
  });

  test('a layer of maps that are flattened, and one that two others read', async () => {
    const network: NetworkDescription = {
      input: { id: 'in', shape: [2, 3, 4] },
      layers: [flatten('flat'), dense('h1', 30, lif), dense('h2', 18, lif), dense('out', 4, lif)],
      readout: 'mean',
    };
    expect(await largestDifference(network, { ...shown, input: 'spikes', rule })).toBeLessThan(ROUNDINGS);
  });
});

describe('rule backprop', () => {
  test.each(['constant', 'sequence'] as const)('analog layers, %s input', async (input) => {
    const analog = networkOf(
      dense('a', 40, { kind: 'silu' }),
      dense('b', 21, { kind: 'leaky-relu', slope: 0.1 }, { bias: false }),
      dense('c', 17, { kind: 'sigmoid' }),
      dense('out', 4, { kind: 'identity' }),
    );
    expect(await largestDifference(analog, { ...shown, input, rule: { kind: 'backprop' } })).toBeLessThan(ROUNDINGS);
  });
});
