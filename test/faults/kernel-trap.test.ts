import { expect, test } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { expectNamedEnd, playWithFault } from './fault-run.js';

const SCENARIO = `scenario: 1
name: faulty
seed: 5
data: { source: xor, low: -1, repeat: 4 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h, size: 16, neuron: lif }
    - { id: out, size: 2, neuron: lif }
train: { epochs: 3, batch: 8 }
`;

/** The WebAssembly text format's `(module (func (export "trap") unreachable))`. */
const TRAP = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
  ...[7, 8, 1, 4, 0x74, 0x72, 0x61, 0x70, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
);

/** A backend in the fourth batch of which a kernel traps, which it never should. */
const trapping: Backend = {
  ...eventsBackend,
  async open(request) {
    const session = await eventsBackend.open(request);
    const feedback = session.feedback.bind(session);
    const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(TRAP), {});
    let batches = 0;
    return Object.assign(session, {
      async feedback(...given: Parameters<typeof feedback>) {
        if (++batches === 4) (exports['trap'] as () => void)();
        return feedback(...given);
      },
    });
  },
};

test('a kernel that traps is a bug: status 3 and its stack, and the log and the weights are there', async () => {
  const whole = { scenario: SCENARIO, healthy: eventsBackend, faulty: trapping };
  const remains = await playWithFault(whole);
  await expectNamedEnd(
    remains,
    {
      code: 'HV_INTERNAL',
      status: 3,
      message: /^unreachable$/,
      remedy: /^remedy: this is a bug in Heaviside: please report it/,
      weights: 'kept',
    },
    whole,
  );
  expect(remains.last).toMatchObject({ epoch: 2, step: 3 });
});
