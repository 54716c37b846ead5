import { describe, expect, test } from 'vitest';
import type { LayerDescription } from '../../../src/core/layers/layer.js';
import {
  fromExchangeLayout,
  initialTensors,
  parameterCount,
  tensorPlans,
  toExchangeLayout,
} from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { dense, identity, lif, network, relu } from './small-networks.js';

const image: readonly LayerDescription[] = [
  {
    id: 'conv',
    kind: 'conv2d',
    channels: 4,
    kernel: [3, 2],
    stride: [2, 1],
    padding: [1, 0],
    neuron: lif,
    bias: false,
    initial: { kind: 'uniform' },
  },
  { id: 'norm', kind: 'batch-norm', epsilon: 1e-5, neuron: relu },
  { id: 'pool', kind: 'average-pool', kernel: [2, 3], stride: [1, 2] },
  { id: 'flat', kind: 'flatten' },
  dense('out', 10, identity),
];

describe('a planned network', () => {
  test('knows every shape and where every layer reads', () => {
    // conv: ⌊(7 + 2 − 3)/2⌋ + 1 x ⌊(8 − 2)/1⌋ + 1;  pool: 4 − 2 + 1 x ⌊(7 − 3)/2⌋ + 1
    const plan = planNetwork(network([2, 7, 8], image));
    expect(plan.layers.map(({ id, shape, size, sources }) => ({ id, shape, size, sources }))).toEqual([
      { id: 'conv', shape: [4, 4, 7], size: 112, sources: [-1] },
      { id: 'norm', shape: [4, 4, 7], size: 112, sources: [0] },
      { id: 'pool', shape: [4, 3, 3], size: 36, sources: [1] },
      { id: 'flat', shape: [36], size: 36, sources: [2] },
      { id: 'out', shape: [10], size: 10, sources: [3] },
    ]);
    expect([plan.inputSize, plan.outputSize]).toEqual([112, 10]);
  });

  test('knows every tensor, its exchange shape and its fans', () => {
    const plan = planNetwork(network([2, 7, 8], image));
    expect(tensorPlans(plan).map(({ name, exchangeShape }) => `${name} ${exchangeShape.join('x')}`)).toEqual([
      'conv.weight 4x2x3x2',
      'norm.weight 4',
      'norm.bias 4',
      'norm.running_mean 4',
      'norm.running_var 4',
      'out.weight 10x36',
      'out.bias 10',
    ]);
    // 4·2·3·2 + 4 + 4 + 10·36 + 10; running statistics are not parameters.
    expect(parameterCount(plan)).toBe(48 + 8 + 370);
    // Synapses of a unit: channels times window in, maps times window out.
    expect(tensorPlans(plan)[0]!.start).toMatchObject({ kind: 'weights', fan: { fanIn: 12, fanOut: 24 } });
    expect(tensorPlans(plan)[5]!.start).toMatchObject({ kind: 'weights', fan: { fanIn: 36, fanOut: 10 } });
    expect(tensorPlans(plan)[6]!.start).toMatchObject({ kind: 'biases', fan: { fanIn: 36, fanOut: 10 } });
  });

  test('starts from numbers drawn in layer order, weights before biases, and a normalisation that does little', () => {
    const plan = planNetwork(network([4], [dense('a', 1, relu), dense('b', 1, relu)]));
    let draws = 0;
    const tensors = initialTensors(plan, () => draws++ / 8);
    // (2u − 1) / √fanIn with u = 0, ⅛, ¼ …: a has fan 4, b fan 1.
    expect(Object.entries(tensors).map(([name, values]) => [name, ...values])).toEqual([
      ['a.weight', -0.5, -0.375, -0.25, -0.125],
      ['a.bias', 0],
      ['b.weight', 0.25],
      ['b.bias', 0.5],
    ]);
    const start = initialTensors(planNetwork(network([2, 7, 8], image)), () => 0.25);
    expect(['weight', 'bias', 'running_mean', 'running_var'].map((name) => start[`norm.${name}`]![0])).toEqual([
      1, 0.01, 0, 1,
    ]);
  });
});

describe('the exchange layout', () => {
  const [weight, bias] = tensorPlans(planNetwork(network([3], [dense('a', 2, relu)]))) as [never, never];

  test('turns input-major weights around, and back', () => {
    // Storage: tens number the input, ones the unit.
    const stored = Float64Array.of(11, 12, 21, 22, 31, 32);
    const exchanged = toExchangeLayout(weight, stored);
    expect([...exchanged]).toEqual([11, 21, 31, 12, 22, 32]);
    expect([...fromExchangeLayout(weight, exchanged)]).toEqual([...stored]);
  });

  test('leaves vectors as they are', () => {
    expect([...toExchangeLayout(bias, Float64Array.of(1, 2))]).toEqual([1, 2]);
    expect([...fromExchangeLayout(bias, Float64Array.of(1, 2))]).toEqual([1, 2]);
  });

  test('of a convolution is (maps, channels, height, width)', () => {
    const [conv] = tensorPlans(planNetwork(network([2, 7, 8], image)));
    const stored = Float64Array.from({ length: 48 }, (_, k) => k);
    const exchanged = toExchangeLayout(conv!, stored);
    // Map 3, channel 1, row 2, column 0: storage row (1·3 + 2)·2 + 0 = 10, column 3.
    expect(exchanged[((3 * 2 + 1) * 3 + 2) * 2]).toBe(10 * 4 + 3);
    expect([...fromExchangeLayout(conv!, exchanged)]).toEqual([...stored]);
  });
});
