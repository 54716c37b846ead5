import { onTestFinished, vi } from 'vitest';

import type { OpenRequest, Session } from '../../../src/backends/backend.js';
import { CHUNK_BITS, WORD, WORDS } from '../../../src/backends/events/control-words.js';
import type { Kernel } from '../../../src/backends/events/kernel-instance.js';
import { type ThreadHost, threadHost } from '../../../src/backends/events/thread-host.js';
import type { WorkerOrder } from '../../../src/backends/events/worker-program.js';
import type { LearningRule } from '../../../src/core/gradients/gradient-rule.js';
import type { InputChunk } from '../../../src/core/input-chunk.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import { initialTensors } from '../../../src/core/network/initial-tensors.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { neuron } from '../../../src/core/neurons/neuron.js';
import { createRandomStreams } from '../../../src/data/random-streams.js';

const [INPUTS, CLASSES] = [150, 10];

const epsilon: LearningRule = { kind: 'epsilon', epsilon: 1e-6 };

/** A network whose tasks are large enough to be shared, Adam included. */
export function threadedRequest(threads?: number, rule: LearningRule = epsilon): OpenRequest {
  const unit = neuron('lif', { decay: 0.9, threshold: 0.25 });
  const network = {
    input: { id: 'in', shape: [INPUTS] },
    layers: [dense('h1', 300, unit), dense('h2', 200, unit), dense('out', CLASSES, unit)],
    readout: 'rate',
  } as const;
  const tensors = initialTensors(planNetwork(network), createRandomStreams(3).stream('weights'));
  const optimizer = { kind: 'adam', lr: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
  return { network, tensors, optimizer, rule, ...(threads === undefined ? {} : { threads }) };
}

const STEPS = 12;

/** A batch of constant currents or random spikes; the same for the same number. */
export function lesson(number: number, batch: number, kind: 'constant' | 'spikes' = 'constant') {
  const random = createRandomStreams(number).stream('lesson');
  const reward = (): Float64Array => Float64Array.from({ length: batch * CLASSES }, () => random() - 0.5);
  const spikes = (): InputChunk => {
    const offsets = new Uint32Array(STEPS * batch + 1);
    const indices: number[] = [];
    for (let row = 0; row < STEPS * batch; row++) {
      for (let unit = 0; unit < INPUTS; unit++) if (random() < 0.2) indices.push(unit);
      offsets[row + 1] = indices.length;
    }
    return { kind: 'spikes', offsets, indices: Uint32Array.from(indices) };
  };
  const values = Float64Array.from({ length: batch * INPUTS }, () => Math.max(0, random() - 0.4));
  const input: InputChunk = kind === 'constant' ? { kind, values } : spikes();
  return { batch, steps: STEPS, input, reward: { always: reward(), perOutput: reward(), last: reward() } };
}

/** Learns from one batch; everything that came back. */
export async function learn(session: Session, { batch, steps, input, reward }: ReturnType<typeof lesson>) {
  await session.begin({ batch, learn: true });
  const report = await session.simulate({ steps, input, record: ['h2'] });
  const feedback = await session.feedback(reward, { inputReward: true });
  const update = await session.update({ learningRate: 1e-3, clip: 1 });
  return { report, feedback, update };
}

/** What a sabotaged worker does in the middle of a chunk. */
export const SABOTAGE = {
  throw: "throw new Error('out of order')",
  exit: 'process.exit(5)',
  /** Waits for ever, until the test terminates it. */
  hang: `new (require('node:worker_threads').BroadcastChannel)('hung').postMessage(1);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`,
} as const;

/**
 * Threads whose workers fail at a kernel after some chunks of it. `started` are its workers' handles. The calling thread
 * leaves each chunk of that kernel but one to the workers until one has failed, so that they do however busy the machine is.
 */
export function sabotagedHost(kernel: string, action: string, after = 0) {
  const real = threadHost();
  const started: ReturnType<ThreadHost['start']>[] = [];
  let words: Int32Array | undefined;
  const sabotage = `
    const { Instance } = WebAssembly;
    let chunks = 0;
    WebAssembly.Instance = function (module, imports) {
      const { exports } = new Instance(module, imports);
      const sabotaged = (...args) => {
        if (chunks++ < ${after}) return exports.${kernel}(...args);
        ${action};
      };
      return { exports: { ...exports, ${kernel}: sabotaged } };
    };
  `;
  const host: ThreadHost = {
    ...real,
    start(source, message, onEnd) {
      const { memory, control } = message as WorkerOrder;
      words = new Int32Array(memory.buffer, control, WORDS);
      const worker = real.start(`${sabotage}${source}`, message, onEnd);
      started.push(worker);
      return worker;
    },
  };
  if (action !== '') giveWay(kernel, () => words, after + 1);
  return { host, started };
}

/** Longest that a worker which lives can take to come for a chunk, in milliseconds. */
const LATEST = 1000;

/** Lets workers take the other chunks of a kernel, until they have taken `enough` or none comes any more. */
function giveWay(kernel: string, wordsOf: () => Int32Array | undefined, enough: number): void {
  const open = (claim: number): number => claim & (2 ** CHUNK_BITS - 1);
  let taken = 0;
  const leave = (words: Int32Array): void => {
    const start = performance.now();
    const before = Atomics.load(words, WORD.claim);
    if (open(before) === 0) return;
    while (Atomics.load(words, WORD.claim) === before && performance.now() < start + LATEST)
      Atomics.wait(words, WORD.claim, before, 1);
    const more = open(before) - open(Atomics.load(words, WORD.claim));
    taken = more > 0 ? taken + more : enough;
  };
  const { instantiate } = WebAssembly;
  const instantiated = async (
    module: WebAssembly.Module,
    imports: Parameters<typeof instantiate>[1],
  ): Promise<WebAssembly.Instance> => {
    const { exports } = await instantiate(module, imports);
    const own = (exports as Record<string, unknown>)[kernel] as Kernel;
    const leaving: Kernel = (...args) => {
      own(...args);
      const words = wordsOf();
      if (words && taken < enough) leave(words);
    };
    return { exports: { ...exports, [kernel]: leaving } };
  };
  const spy = vi.spyOn(WebAssembly, 'instantiate').mockImplementation(instantiated as never);
  onTestFinished(() => spy.mockRestore());
}
