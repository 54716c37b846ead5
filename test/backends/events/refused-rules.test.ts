import { expect, test } from 'vitest';
import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { gpuBackends } from '../../../src/backends/gpu/gpu-backends.js';
import { type GradientRule, SURROGATE_DEFAULTS } from '../../../src/core/gradients/gradient-rule.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';

const network = {
  input: { id: 'in', shape: [3] },
  layers: [
    dense('h1', 4, neuron('lif')),
    dense('h2', 4, { kind: 'relu' }),
    dense('h3', 4, { kind: 'step' }),
    dense('out', 2, { kind: 'identity' }),
  ],
  readout: 'mean',
} as const;
const optimizer = { kind: 'sgd', lr: 0.1, momentum: 0, weightDecay: 0 } as const;
const request = (rule: GradientRule) => {
  return { network, tensors: initialTensors(planNetwork(network), () => 0.5), optimizer, rule };
};
const surrogate = SURROGATE_DEFAULTS.atan;

test('back-propagation through spikes and steps is refused, with the layers that stop it', async () => {
  const asked = request({ kind: 'backprop' });
  const reason = 'the rule "backprop" needs derivatives, and these layers have none: "h1" (lif), "h3" (step)';
  expect(eventsBackend.unsupported(asked)).toBe(reason);
  await expect(eventsBackend.open(asked)).rejects.toMatchObject({
    code: 'HV_BACKEND_UNSUPPORTED',
    kind: 'usage',
    message: `backend "events" cannot run this network: ${reason}`,
    remedy: 'Use the rule "surrogate", which puts something in the place of what is missing.',
  });
});

test('rules that can learn it are not refused', () => {
  for (const kind of ['surrogate', 'feedback-alignment', 'direct-feedback-alignment'] as const)
    expect(eventsBackend.unsupported(request({ kind, surrogate }))).toBeUndefined();
});

test.each(['feedback-alignment', 'direct-feedback-alignment'] as const)(
  '%s without its fixed weights is refused',
  async (kind) => {
    await expect(eventsBackend.open(request({ kind, surrogate }))).rejects.toThrow(
      new RangeError(`the rule "${kind}" needs fixed weights on the way back: give "backward"`),
    );
  },
);

test('gpu.js has no kernels for any of them', () => {
  for (const backend of gpuBackends) {
    expect(backend.unsupported(request({ kind: 'backprop' }))).toBe('it has no kernels for the rule "backprop"');
    expect(backend.unsupported(request({ kind: 'surrogate', surrogate }))).toBe(
      'it has no kernels for the rule "surrogate"',
    );
  }
});
