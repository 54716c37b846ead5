import { planNetwork } from '../../../src/core/network/plan-network.js';
import { dense, lif, network } from './small-networks.js';

/** in (2) → h (3) → out (2), whose weights and biases are the numbers from 1 to 17. */
export const plan = planNetwork(network([2], [dense('h', 3, lif), dense('out', 2, lif)], 'rate'));
export const tensors = {
  'h.weight': Float64Array.of(1, 2, 3, 4, 5, 6),
  'h.bias': Float64Array.of(7, 8, 9),
  'out.weight': Float64Array.of(10, 11, 12, 13, 14, 15),
  'out.bias': Float64Array.of(16, 17),
};
