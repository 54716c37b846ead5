import { describe, expect, test } from 'vitest';
import type { OpenRequest } from '../../src/backends/backend.js';
import { BACKENDS } from '../../src/backends/backends.js';
import { chooseBackend } from '../../src/backends/choose-backend.js';
import { beyondFloat32 } from '../../src/backends/float32-range.js';
import { dense } from '../../src/core/layers/describe-layer.js';
import { neuron } from '../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../src/core/optimizers/optimizer.js';

const request: OpenRequest = {
  network: {
    input: { id: 'x', shape: [2] },
    layers: [dense('h', 3, neuron('adaptive-lif')), dense('out', 2, neuron('leaky-relu'))],
    readout: 'rate',
  },
  tensors: {
    'h.weight': new Float64Array(6),
    'h.bias': new Float64Array(3),
    'out.weight': new Float64Array(6),
    'out.bias': new Float64Array(2),
  },
  optimizer: OPTIMIZER_DEFAULTS.adam,
  rule: { kind: 'epsilon', epsilon: 1e-6 },
};

const withNeuron = (layer: number, field: string, value: number): OpenRequest => ({
  ...request,
  network: {
    ...request.network,
    layers: request.network.layers.map((one, k) =>
      k === layer && one.kind === 'dense' ? { ...one, neuron: { ...one.neuron, [field]: value } } : one,
    ),
  },
});

describe('numbers that float32 cannot hold', () => {
  test('none in an ordinary network', () => {
    expect(beyondFloat32(request)).toBeUndefined();
  });

  test('of a surrogate, and of fixed weights on the way back', () => {
    const narrow = { kind: 'surrogate', surrogate: { kind: 'triangle', width: 1e-40 } } as const;
    expect(beyondFloat32({ ...request, rule: narrow })).toBe(
      'float32 cannot divide by so little: the width of the surrogate is 1e-40, and must be at least 1e-30',
    );
    const steep = { kind: 'surrogate', surrogate: { kind: 'fast-sigmoid', slope: 1e39 } } as const;
    expect(beyondFloat32({ ...request, rule: steep })).toBe(
      'float32 ends at 3.4e38, and the slope of the surrogate is 1e+39',
    );
    const rule = { kind: 'feedback-alignment', surrogate: { kind: 'atan', alpha: 2 } } as const;
    expect(beyondFloat32({ ...request, rule, backward: { 'h.weight': Float64Array.of(0, 1e39) } })).toBe(
      'float32 ends at 3.4e38, and backward h.weight[1] is 1e+39',
    );
  });

  test.each<readonly [string, OpenRequest, string]>([
    ['a neuron', withNeuron(0, 'adaptation', 1e39), 'float32 ends at 3.4e38, and the adaptation of layer "h" is 1e+39'],
    ['a slope', withNeuron(1, 'slope', -1e39), 'float32 ends at 3.4e38, and the slope of layer "out" is -1e+39'],
    [
      'the rule',
      { ...request, rule: { kind: 'epsilon', epsilon: 1e-60 } },
      'float32 cannot divide by so little: the epsilon of the rule is 1e-60, and must be at least 1e-30',
    ],
    [
      'the optimizer',
      { ...request, optimizer: { ...OPTIMIZER_DEFAULTS.adam, epsilon: 1e-46 } },
      'float32 cannot divide by so little: the epsilon of the optimizer is 1e-46, and must be at least 1e-30',
    ],
    [
      'weight decay',
      { ...request, optimizer: { ...OPTIMIZER_DEFAULTS.sgd, weightDecay: 1e39 } },
      'float32 ends at 3.4e38, and the weightDecay of the optimizer is 1e+39',
    ],
    [
      'a tensor',
      { ...request, tensors: { ...request.tensors, 'h.bias': Float64Array.of(0, 1e39, 0) } },
      'float32 ends at 3.4e38, and h.bias[1] is 1e+39',
    ],
    [
      'a moment',
      { ...request, optimizerState: { step: 1, moments: { 'h.bias.mean': Float64Array.of(0, 0, -1e39) } } },
      'float32 ends at 3.4e38, and h.bias.mean[2] is -1e+39',
    ],
  ])('are told of: %s', (_, changed, reason) => {
    expect(beyondFloat32(changed)).toBe(reason);
  });

  test('make auto take the reference, and a named backend refuse', async () => {
    const small = { ...request, rule: { kind: 'epsilon', epsilon: 1e-60 } } as const;
    const choice = await chooseBackend('auto', small);
    expect(choice.backend.name).toBe('reference');
    expect(choice.skipped.find(({ name }) => name === 'events')).toMatchObject({ because: 'unsupported' });
    for (const { name } of BACKENDS.filter((backend) => backend.name !== 'reference'))
      await expect(chooseBackend(name, small)).rejects.toMatchObject({ code: 'HV_BACKEND_UNSUPPORTED', kind: 'usage' });
  });
});
