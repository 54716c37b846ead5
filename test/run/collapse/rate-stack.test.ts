import { expect, test } from 'vitest';

import { rateDense } from '../../../src/core/collapse/rate-dense.js';
import { readRunFolder } from '../../../src/record/read-run-folder.js';
import { rateStack } from '../../../src/run/collapse/rate-stack.js';
import { stackedNetworkOf } from '../../../src/run/collapse/stacked-network.js';
import { networkTensors } from '../../../src/run/finished-run/checkpoint-tensors.js';
import { denseInputs } from '../../../src/run/finished-run/dense-inputs.js';
import { finishedRun } from '../../../src/run/finished-run/finished-run.js';
import { openNetwork } from '../../../src/run/finished-run/open-network.js';
import { readOut } from '../../../src/run/finished-run/read-out.js';
import { expectClose } from '../../core/expect-close.js';
import { handMadeRun } from './hand-made-run.js';

test.each([0.25, 1, 3])(
  'below a linear read-out rates are the mean outputs themselves, threshold %d',
  async (threshold) => {
    const scenario = `
scenario: 1
name: rates
time: { steps: 12 }
data: { source: moons, samples: 40 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 30, neuron: integrate-and-fire, threshold: ${threshold}, initial: kaiming-uniform }
    - { id: out, size: 2, readout: mean }
`;
    const run = await finishedRun(await readRunFolder(handMadeRun({ scenario })));
    const tensors = networkTensors(run.stored, run.plan);
    const network = stackedNetworkOf(run.plan, tensors);
    if ('why' in network) throw new Error(network.why);
    const stack = rateStack(network);
    if ('reason' in stack) throw new Error(stack.reason);
    const { session } = await openNetwork(run, tensors, { backend: 'reference' });
    try {
      const { values } = await readOut(session, run, 'test');
      const rates = rateDense(stack, denseInputs(run, 'test').values, { steps: 12, threshold: 1 });
      expectClose(rates, values, 1e-12);
      // Some neurons fire: constant outputs would agree with anything.
      expect(new Set(values).size).toBeGreaterThan(10);
    } finally {
      await session.close();
    }
  },
);
