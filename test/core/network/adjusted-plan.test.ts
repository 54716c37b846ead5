import { expect, test } from 'vitest';
import { adjustedPlan } from '../../../src/core/network/adjusted-plan.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { dense, lif, network } from './small-networks.js';

const before = network([2], [dense('h', 3, lif), dense('out', 2, lif)], 'rate');
const plan = planNetwork(before);
const other = network([2], [dense('h', 3, { ...lif, threshold: 0.75, decay: 0.25 }), dense('out', 2, lif)], 'rate');

test('is the plan of the other network, with the operations and tensors of the one before', () => {
  const adjusted = adjustedPlan(plan, other);
  const { operation: _, ...anew } = planNetwork(other).layers[0]!;
  expect(adjusted.layers[0]).toMatchObject(anew);
  expect(adjusted).toMatchObject({ description: other, inputSize: 2, outputSize: 2, readout: 'rate' });
  expect(adjusted.layers.map(({ operation }) => operation)).toEqual(plan.layers.map(({ operation }) => operation));
  expect(plan.layers[0]!.neuron).toEqual(lif);
});

test.each([
  ['another size', network([2], [dense('h', 4, lif), dense('out', 2, lif)], 'rate'), '"h"'],
  ['another reset', network([2], [dense('h', 3, lif), dense('out', 2, { ...lif, reset: 'zero' })], 'rate'), '"out"'],
  [
    'one more layer',
    network([2], [dense('h', 3, lif), dense('i', 3, lif), dense('out', 2, lif)], 'rate'),
    '"i", "out"',
  ],
  ['one layer less', network([2], [dense('h', 3, lif)], 'rate'), 'the network'],
  ['another input', network([1, 2], [dense('h', 3, lif), dense('out', 2, lif)], 'rate'), 'the network'],
  ['another read-out', network([2], [dense('h', 3, lif), dense('out', 2, lif)], 'last'), 'the network'],
])('%s is refused', (_, changed, what) => {
  expect(() => adjustedPlan(plan, changed)).toThrow(
    new RangeError(`expected other numbers of neurons and nothing else, got another form of ${what}`),
  );
});

test('numbers that no neuron takes are refused as in a network that is planned anew', () => {
  const wrong = network([2], [dense('h', 3, { ...lif, threshold: 0 }), dense('out', 2, lif)], 'rate');
  expect(() => adjustedPlan(plan, wrong)).toThrow(
    expect.objectContaining({ code: 'HV_NETWORK', message: expect.stringContaining('layer "h", neuron.threshold') }),
  );
});
