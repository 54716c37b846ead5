import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cuts,
  type LearnedNumbers,
  noCuts,
  recut,
  silencedAfter,
} from '../../../src/core/network/cut-connections.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { plan, tensors } from './numbered-network.js';
import { SAMPLE_NETWORKS } from './sample-networks.js';

const start: LearnedNumbers = {
  tensors,
  moments: Object.fromEntries(
    Object.entries(tensors).flatMap(([name, values]) =>
      ['mean', 'square'].map((moment) => [`${name}.${moment}`, values.map((value) => value / 100)]),
    ),
  ),
};

const changed = (
  numbers: LearnedNumbers,
  cuts: Cuts,
  change: 'silence' | 'restore',
  layer: string,
  ...units: readonly number[]
) => recut(plan, numbers, cuts, { ...cuts, silenced: silencedAfter(plan, cuts.silenced, change, { layer, units }) });
const plain = (numbers: Readonly<Record<string, Float64Array>>) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, [...values]]));

describe('a hidden neuron that is silenced', () => {
  const { numbers, cuts } = changed(start, noCuts, 'silence', 'h', 1);

  test('loses its column, its bias and its row, and what the optimizer remembers of them', () => {
    expect(plain(numbers.tensors)).toEqual({
      'h.weight': [1, 0, 3, 4, 0, 6],
      'h.bias': [7, 0, 9],
      'out.weight': [10, 11, 0, 0, 14, 15],
      'out.bias': [16, 17],
    });
    expect([...numbers.moments['h.weight.square']!]).toEqual([0.01, 0, 0.03, 0.04, 0, 0.06]);
    expect([...numbers.moments['h.bias.mean']!]).toEqual([0.07, 0, 0.09]);
    expect([...numbers.moments['out.weight.mean']!]).toEqual([0.1, 0.11, 0, 0, 0.14, 0.15]);
    expect([...numbers.moments['out.bias.mean']!]).toEqual([0.16, 0.17]);
    expect([...start.tensors['h.weight']!]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('gets them back as they were, whatever the others have learned since', () => {
    const learned = { ...numbers, tensors: { ...numbers.tensors, 'h.weight': Float64Array.of(-1, 0, -3, -4, 0, -6) } };
    const back = changed(learned, cuts, 'restore', 'h', 1).numbers;
    expect(plain(back.tensors)).toEqual({
      'h.weight': [-1, 2, -3, -4, 5, -6],
      'h.bias': [7, 8, 9],
      'out.weight': [10, 11, 12, 13, 14, 15],
      'out.bias': [16, 17],
    });
    expect([...back.moments['h.weight.mean']!]).toEqual([0.01, 0, 0.03, 0.04, 0, 0.06]);
  });

  test('that is silenced again loses nothing of what it had', () => {
    const again = changed(numbers, cuts, 'silence', 'h', 1);
    expect(again.numbers).toEqual(numbers);
    expect(plain(changed(again.numbers, again.cuts, 'restore', 'h', 1).numbers.tensors)).toEqual(plain(tensors));
  });
});

test('an input unit loses its row, an output its column and its bias', () => {
  expect([...changed(start, noCuts, 'silence', 'in', 0).numbers.tensors['h.weight']!]).toEqual([0, 0, 0, 4, 5, 6]);
  const { tensors: cut } = changed(start, noCuts, 'silence', 'out', 1).numbers;
  expect([...cut['out.weight']!]).toEqual([10, 0, 12, 0, 14, 0]);
  expect([...cut['out.bias']!]).toEqual([16, 0]);
});

test('a connection between two silenced neurons comes back with the second one', () => {
  const first = changed(start, noCuts, 'silence', 'h', 0);
  const both = changed(first.numbers, first.cuts, 'silence', 'out', 0);
  expect([...both.numbers.tensors['out.weight']!]).toEqual([0, 0, 0, 13, 0, 15]);
  const one = changed(both.numbers, both.cuts, 'restore', 'h', 0);
  expect([...one.numbers.tensors['out.weight']!]).toEqual([0, 11, 0, 13, 0, 15]);
  const none = changed(one.numbers, one.cuts, 'restore', 'out', 0);
  expect(plain(none.numbers.tensors)).toEqual(plain(tensors));
});

test('whatever is silenced and restored, in whatever order: all is as it was when all is restored', () => {
  const place = fc.constantFrom(...['in 0', 'in 1', 'h 0', 'h 1', 'h 2', 'out 0', 'out 1']);
  const change = fc.tuple(fc.constantFrom('silence' as const, 'restore' as const), place);
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let now = { numbers: start, cuts: noCuts };
      for (const [kind, where] of changes) {
        const [layer, unit] = where.split(' ');
        now = changed(now.numbers, now.cuts, kind, layer!, Number(unit));
      }
      for (const [layer, count] of [
        ['in', 2],
        ['h', 3],
        ['out', 2],
      ] as const)
        now = changed(now.numbers, now.cuts, 'restore', layer, ...Array.from({ length: count }, (_, unit) => unit));
      expect(plain(now.numbers.tensors)).toEqual(plain(tensors));
    }),
  );
});

describe('there is no silencing', () => {
  const refusal = (of: typeof plan, layer: string, ...units: readonly number[]) => {
    return () => silencedAfter(of, noCuts.silenced, 'silence', { layer, units });
  };

  test('a layer that the network does not have', () => {
    expect(refusal(plan, 'h2', 0)).toThrow(
      expect.objectContaining({
        code: 'HV_INTERVENTION',
        kind: 'usage',
        message: 'expected a layer out of "in", "h", "out", got "h2"',
      }),
    );
  });

  test.each([3, -1, 0.5, Number.NaN])('neuron %s of three', (unit) => {
    expect(refusal(plan, 'h', 0, unit)).toThrow(`layer "h": expected neurons in 0..2, got ${unit}`);
  });

  test.each([
    ['conv', 'neurons of "conv" can be cut off only between dense layers: "conv" is conv2d, "max" is max-pool'],
    ['in', 'neurons of "in" can be cut off only between dense layers: "conv" is conv2d'],
    ['flat', 'neurons of "flat" can be cut off only between dense layers: "flat" is flatten'],
  ])('%s among convolutions', (layer, message) => {
    expect(refusal(planNetwork(SAMPLE_NETWORKS['a convolution with everything around it']!), layer, 0)).toThrow(
      message,
    );
  });

  test('a neuron that a residual sum reads', () => {
    const residual = planNetwork(SAMPLE_NETWORKS['a residual sum of a constant and a spiking branch']!);
    expect(refusal(residual, 'still', 0)).toThrow('can be cut off only between dense layers: "sum" is sum');
    expect(refusal(residual, 'out', 0)).not.toThrow();
  });
});
