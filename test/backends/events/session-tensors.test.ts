import { expect, test } from 'vitest';

import { eventsBackend } from '../../../src/backends/events/events-backend.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { startingTensors } from '../../core/network/random-numbers.js';
import { SAMPLE_NETWORKS } from '../../core/network/sample-networks.js';

test('the tensors of a session are those of its snapshot, fixed statistics among them, in the order of the network', async () => {
  const network = SAMPLE_NETWORKS['a convolution with everything around it']!;
  const tensors = startingTensors(planNetwork(network));
  const rule = { kind: 'epsilon', epsilon: 1e-6 } as const;
  const session = await eventsBackend.open({ network, tensors, rule, optimizer: OPTIMIZER_DEFAULTS.adam });
  try {
    const own = await session.tensors!();
    expect(own).toEqual((await session.snapshot()).tensors);
    expect(Object.keys(own)).toEqual(Object.keys(tensors));
    for (const [name, values] of Object.entries(tensors)) expect(own[name]).toEqual(values.map(Math.fround));
    own['out.weight']!.fill(7);
    expect((await session.tensors!())['out.weight']).not.toEqual(own['out.weight']);
  } finally {
    await session.close();
  }
});
