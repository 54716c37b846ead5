import { expect, test } from 'vitest';

import { MODULE_BYTES } from '../../../kernels/wasm/generated/kernel-modules.js';
import { EventsSession } from '../../../src/backends/events/events-session.js';
import { instantiateKernels, kernelModule } from '../../../src/backends/events/kernel-instance.js';
import { LinearMemory } from '../../../src/backends/events/linear-memory.js';
import { LoneCrew } from '../../../src/backends/events/lone-crew.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { OPTIMIZER_DEFAULTS } from '../../../src/core/optimizers/optimizer.js';
import { startingTensors } from '../../core/network/random-numbers.js';
import { dense, network } from '../../core/network/small-networks.js';

const described = network([3], [dense('h', 20, neuron('step')), dense('out', 4, neuron('lif'))]);

async function opened(): Promise<{ readonly memory: LinearMemory; readonly session: EventsSession }> {
  const memory = new LinearMemory(false, MODULE_BYTES);
  const kernels = await instantiateKernels(await kernelModule('unshared'), memory.memory);
  const session = new EventsSession(
    { memory, kernels, crew: new LoneCrew(kernels, memory, undefined), products: undefined },
    {
      network: described,
      tensors: startingTensors(planNetwork(described)),
      optimizer: OPTIMIZER_DEFAULTS.sgd,
      rule: { kind: 'epsilon', epsilon: 1e-6 },
    },
  );
  return { memory, session };
}

const steps = 10;
// For two samples; always the same array.
const constant = { kind: 'constant', values: Float64Array.of(1, 0.5, 2, 1, 0.5, 2) } as const;
const sequence = { kind: 'sequence', values: new Float64Array(2 * 3 * steps).fill(0.7) } as const;

test.each([
  ['the same current', [constant]],
  ['changing currents', [sequence]],
  ['both in turn', [constant, sequence]],
])('a presentation without end that nobody learns from takes no more memory: %s', async (_, inputs) => {
  const { memory, session } = await opened();
  await session.begin({ batch: 2, learn: false });
  const marks: number[] = [];
  for (let chunk = 0; chunk < 12; chunk++) {
    await session.simulate({ steps, input: inputs[chunk % inputs.length]! });
    marks.push(memory.mark);
  }
  // The first ones find what stays.
  expect(Math.max(...marks.slice(4))).toBeLessThanOrEqual(Math.max(...marks.slice(0, 4)));
  await session.close();
});

test('one that is learned from keeps every chunk', async () => {
  const { memory, session } = await opened();
  await session.begin({ batch: 2, learn: true });
  const marks: number[] = [];
  for (let chunk = 0; chunk < 4; chunk++) {
    await session.simulate({ steps, input: constant });
    marks.push(memory.mark);
  }
  expect(marks).toEqual(marks.toSorted((a, b) => a - b));
  expect(new Set(marks).size).toBe(4);
  await session.close();
});
