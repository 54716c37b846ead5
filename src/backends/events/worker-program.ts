import { CHUNK_BITS, WORD, WORDS } from './control-words.js';

/** What a worker is sent when it starts. */
export interface WorkerOrder {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the control words. */
  readonly control: number;
  /** 1 and up; the calling thread is 0. */
  readonly worker: number;
}

/** Milliseconds for which an idle worker looks for the next task before it sleeps: tasks follow each other closely. */
const IDLE_SPIN = 0.05;

/**
 * What a worker runs: plain JavaScript as text, because a file of its own would need another address in each of Node,
 * Vitest, a bundle and a page.
 */
export const WORKER_PROGRAM = `'use strict';
const port = typeof require === 'function' ? require('node:worker_threads').parentPort : globalThis;
port.onmessage = ({ data: { module, memory, control, worker } }) => {
  const abort = () => { throw new Error('a kernel stopped'); };
  const kernels = Object.values(new WebAssembly.Instance(module, { env: { memory, abort } }).exports);
  const words = new Int32Array(memory.buffer, control, ${WORDS});
  const work = () => {
    for (;;) {
      const claim = Atomics.load(words, ${WORD.claim});
      const open = claim & ${2 ** CHUNK_BITS - 1};
      if (open === 0) return;
      const kernel = kernels[words[${WORD.kernel}]];
      const record = words[${WORD.record}];
      const items = words[${WORD.items}];
      const size = words[${WORD.chunkItems}];
      const begin = (words[${WORD.chunks}] - open) * size;
      const scratch = words[${WORD.scratch}] + worker * words[${WORD.stride}];
      if (Atomics.compareExchange(words, ${WORD.claim}, claim, claim - 1) !== claim) continue;
      kernel(record, begin, Math.min(begin + size, items), scratch);
      const wasLast = Atomics.sub(words, ${WORD.left}, 1) === 1;
      if (wasLast && Atomics.load(words, ${WORD.awaited}) === 1) Atomics.notify(words, ${WORD.left});
    }
  };
  Atomics.add(words, ${WORD.started}, 1);
  Atomics.notify(words, ${WORD.started});
  for (;;) {
    const call = Atomics.load(words, ${WORD.call});
    work();
    const until = performance.now() + ${IDLE_SPIN};
    while (Atomics.load(words, ${WORD.call}) === call && performance.now() < until);
    if (Atomics.load(words, ${WORD.call}) !== call) continue;
    Atomics.add(words, ${WORD.sleepers}, 1);
    Atomics.wait(words, ${WORD.call}, call);
    Atomics.sub(words, ${WORD.sleepers}, 1);
  }
};
`;
