import { expect, test } from 'vitest';

import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { expectSameFromCheckpoints } from '../resumed-run.js';

test('noise without a duration is still there when a training goes on from a checkpoint', async () => {
  const scenario = parseScenario(`
scenario: 1
name: lasting
time: { steps: 6 }
data: { source: xor, low: -1, repeat: 4 }
network: { layers: [{ id: in, size: 2 }, { id: h, size: 8, neuron: lif }, { id: out, size: 2, neuron: lif }] }
learn: lfp
checkpoint: { every: 1 epoch }
phases:
  - { id: noisy, events: [{ at: 1 batch, noise: { nodes: h, sd: 1 } }], train: { epochs: 3, batch: 4 } }
`);
  expect(await expectSameFromCheckpoints(scenario, { backend: 'reference' })).toBe(2);
});
