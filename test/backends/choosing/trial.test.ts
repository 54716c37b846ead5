import { describe, expect, test } from 'vitest';
import { sizeClass, synapseVisits } from '../../../src/backends/choosing/trial.js';
import { conv2d, dense, flatten, pool } from '../../../src/core/layers/describe-layer.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';

const lif = { kind: 'lif', decay: 0.9, threshold: 1, reset: 'subtract', resetDelay: true } as const;
const step = { kind: 'step' } as const;
const net = (hidden: number) =>
  planNetwork({
    input: { id: 'in', shape: [784] },
    layers: [dense('h', hidden, lif), dense('out', 10, lif)],
    readout: 'rate',
  });
const classOf = (hidden: number, encoding = 'direct') =>
  sizeClass(net(hidden), synapseVisits(net(hidden), 25, 32), encoding);

describe('synapse visits', () => {
  test('of dense layers are weights times steps times samples', () => {
    expect(synapseVisits(net(1000), 25, 32)).toBe(25 * 32 * (784 * 1000 + 1000 * 10));
  });

  test('of a convolution count a filter once a position; pooling has none', () => {
    const plan = planNetwork({
      input: { id: 'in', shape: [2, 6, 6] },
      layers: [conv2d('c', 3, 3, step), pool('p', 'max-pool', 2), flatten('f'), dense('out', 5, step)],
      readout: 'rate',
    });
    // 3 channels of 4 x 4 positions, each 2 x 3 x 3 weights; then 3 x 2 x 2 inputs to 5
    expect(synapseVisits(plan, 1, 1)).toBe(3 * 16 * 18 + 12 * 5);
  });
});

describe('a size class', () => {
  test('is a power of 4 of the work, the kinds of layers and the encoding', () => {
    // 635,200,000 visits: 4^14 is 268 million, 4^15 is 1074 million
    expect(classOf(1000)).toBe('4^14 dense:lif direct');
  });

  test('is the same for networks of like size, and another for sizes and inputs that are far apart', () => {
    expect(classOf(1100)).toBe(classOf(1000));
    expect(classOf(4000)).not.toBe(classOf(1000));
    expect(classOf(1000, 'rate')).not.toBe(classOf(1000));
  });
});
