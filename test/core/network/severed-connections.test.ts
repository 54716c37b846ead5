import { describe, expect, test } from 'vitest';
import {
  connectionPlaces,
  noCuts,
  recut,
  severedAfter,
  silencedAfter,
  weightsInto,
} from '../../../src/core/network/cut-connections.js';
import { plan, tensors } from './numbered-network.js';

const moments = { 'h.weight.mean': Float64Array.of(1, 1, 1, 1, 1, 1), 'h.bias.mean': Float64Array.of(1, 1, 1) };
const start = { tensors, moments };

describe('places of connections: sender · units + receiver', () => {
  test('all into two units, and those out of one unit of the source', () => {
    expect(connectionPlaces(plan, { to: { layer: 'h', units: [2, 0] } })).toEqual([0, 2, 3, 5]);
    const from = [
      { layer: 'h', units: [1] },
      { layer: 'in', units: [0] },
    ];
    expect(connectionPlaces(plan, { to: { layer: 'out', units: [0, 1] }, from })).toEqual([2, 3]);
  });

  test('none where the layer does not read these neurons, or has no such unit', () => {
    const to = { layer: 'out', units: [0] };
    expect(() => connectionPlaces(plan, { to, from: [{ layer: 'in', units: [0] }] })).toThrow(
      '"out" reads "h": expected neurons of that, got none',
    );
    expect(() => connectionPlaces(plan, { to: { layer: 'h', units: [3] } })).toThrow(
      'layer "h": expected neurons in 0..2, got 3',
    );
    expect(() => connectionPlaces(plan, { to: { layer: 'in', units: [0] } })).toThrow(
      'expected a dense layer, got "in"',
    );
  });
});

test('severed connections lose weight and moments, biases stay; what is given back has its weight and no moment', () => {
  const severed = severedAfter(new Map(), 'sever', weightsInto('h'), [1, 5]);
  const cut = recut(plan, start, noCuts, { silenced: new Map(), severed });
  expect([...cut.numbers.tensors['h.weight']!]).toEqual([1, 0, 3, 4, 5, 0]);
  expect([...cut.numbers.tensors['h.bias']!]).toEqual([7, 8, 9]);
  expect([...cut.numbers.moments['h.weight.mean']!]).toEqual([1, 0, 1, 1, 1, 0]);
  expect(cut.numbers.tensors['out.weight']).toBe(tensors['out.weight']);
  const back = severedAfter(cut.cuts.severed, 'restore', weightsInto('h'), [1]);
  const half = recut(plan, cut.numbers, cut.cuts, { silenced: new Map(), severed: back });
  expect([...half.numbers.tensors['h.weight']!]).toEqual([1, 2, 3, 4, 5, 0]);
  expect([...half.numbers.moments['h.weight.mean']!]).toEqual([1, 0, 1, 1, 1, 0]);
  const whole = recut(plan, half.numbers, half.cuts, { silenced: new Map(), severed: new Map() });
  expect([...whole.numbers.tensors['h.weight']!]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a connection that is severed and whose neuron is cut off stays cut until both are given back', () => {
  const severed = severedAfter(new Map(), 'sever', weightsInto('h'), [0]);
  const silenced = silencedAfter(plan, new Map(), 'silence', { layer: 'h', units: [0] });
  const none = { silenced: new Map(), severed: new Map() };
  const both = recut(plan, start, noCuts, { silenced, severed });
  expect([...both.numbers.tensors['h.weight']!]).toEqual([0, 2, 3, 0, 5, 6]);
  const neuron = recut(plan, both.numbers, both.cuts, { ...none, severed });
  expect([...neuron.numbers.tensors['h.weight']!]).toEqual([0, 2, 3, 4, 5, 6]);
  expect([...neuron.numbers.tensors['h.bias']!]).toEqual([7, 8, 9]);
  expect([...recut(plan, neuron.numbers, neuron.cuts, none).numbers.tensors['h.weight']!]).toEqual([1, 2, 3, 4, 5, 6]);
});
