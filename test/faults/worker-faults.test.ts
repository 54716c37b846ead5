import { BroadcastChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { openSession } from '../../src/backends/events/open-session.js';
import { SABOTAGE, sabotagedHost } from '../backends/events/threaded-lessons.js';
import { expectNamedEnd, playWithFault } from './fault-run.js';

/** Large enough that forward, feedback and update are shared among threads. */
const SCENARIO = `scenario: 1
name: faulty
seed: 4
data: digits
time: { steps: 10 }
network:
  layers:
    - { id: in, size: 64 }
    - { id: h, size: 600, neuron: lif }
    - { id: out, size: 10, neuron: lif }
train: { epochs: 2, batch: 64 }
`;

/** Chunks of a kernel that a worker does before it dies: a batch has 16 of each layer, both threads together. */
const CHUNKS = 40;

/** One worker, which dies in a chunk of a kernel; in which batch depends on how threads share the work. */
async function playWithWorkerThatDies(kernel: string, action: string, terminates = false) {
  const { host, started } = sabotagedHost(kernel, action, CHUNKS);
  if (terminates) {
    const channel = new BroadcastChannel('hung');
    onTestFinished(() => channel.close());
    channel.onmessage = () => void started[0]!.terminate();
  }
  const healthy: Backend = { ...eventsBackend, open: (request) => openSession({ ...request, threads: 2 }) };
  const faulty: Backend = { ...eventsBackend, open: (request) => openSession({ ...request, threads: 2 }, host) };
  const whole = { scenario: SCENARIO, healthy, faulty, argv: ['--json', '--threads', '2'] };
  return { whole, remains: await playWithFault(whole) };
}

const lost = {
  code: 'HV_WORKER_LOST',
  status: 4,
  remedy: /^remedy: Run it again.*--threads 1.*last checkpoint/,
  facts: { worker: 1, workers: 1 },
} as const;

test.each([
  ['throws', 'denseForward', SABOTAGE.throw, /^worker 1 of 1 of the events backend was lost: Error: out of order$/],
  ['ends', 'constantGrowth', SABOTAGE.exit, /was lost: it ended with exit code 5$/],
  ['is ended from outside', 'constantGrowth', SABOTAGE.hang, /was lost: it ended with exit code 1$/],
])(
  'a worker that %s in the middle of %s ends the run, with the weights from before',
  async (_, kernel, action, message) => {
    const { whole, remains } = await playWithWorkerThatDies(kernel, action, action === SABOTAGE.hang);
    await expectNamedEnd(remains, { ...lost, message, weights: 'kept' }, whole);
    expect(JSON.parse(remains.stdout)).toMatchObject({
      error: { code: 'HV_WORKER_LOST', facts: lost.facts, remedy: expect.stringContaining('--threads 1') },
    });
  },
);

test('a worker that dies in the middle of an update leaves weights half moved: they are not written', async () => {
  const { whole, remains } = await playWithWorkerThatDies('adam', SABOTAGE.throw);
  await expectNamedEnd(remains, { ...lost, message: /out of order$/, weights: 'lost' }, whole);
});
