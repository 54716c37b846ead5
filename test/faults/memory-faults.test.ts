import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Backend } from '../../src/backends/backend.js';
import { eventsBackend } from '../../src/backends/events/events-backend.js';
import { LinearMemory } from '../../src/backends/events/linear-memory.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { expectNamedEnd, playWithFault } from './fault-run.js';

const PAGE = 65536;

/** A network that fires more the longer it learns, so that its trace takes more memory than in the first batch. */
const scenario = (batch: number) => `scenario: 1
name: faulty
seed: 4
data: digits
time: { steps: 8 }
network:
  layers:
    - { id: in, size: 64 }
    - { id: h, size: 300, neuron: lif }
    - { id: out, size: 10, neuron: lif }
learn: { optimizer: { kind: adam, lr: 0.05 } }
train: { epochs: 1, batch: ${batch} }
test: { batch: 359 }
`;

/** Pages that the next memory may grow to (0: there is none to be had), and the last one that was made. */
const machine: { pages?: number | undefined; memory?: WebAssembly.Memory } = {};

const { Memory } = WebAssembly;
beforeAll(() => {
  WebAssembly.Memory = new Proxy(Memory, {
    construct(_, [descriptor]: [WebAssembly.MemoryDescriptor]) {
      const { pages } = machine;
      if (pages === 0) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
      machine.memory = new Memory(pages === undefined ? descriptor : { ...descriptor, maximum: pages });
      return machine.memory;
    },
  });
});
afterAll(() => {
  WebAssembly.Memory = Memory;
});

/** The events backend on a machine whose engine gives no more pages than these. */
function eventsWithin(pages: number, threads = 1): Backend {
  return {
    ...eventsBackend,
    async open(request) {
      machine.pages = pages;
      return eventsBackend.open({ ...request, threads }).finally(() => {
        machine.pages = undefined;
      });
    },
  };
}

/** The events backend, which keeps the pages that it held at the start of each presentation and at the end of all. */
function watchedEvents(threads: number) {
  const held: { readonly learn: boolean | undefined; readonly pages: number }[] = [];
  const backend: Backend = {
    ...eventsBackend,
    async open(request) {
      const session = await eventsBackend.open({ ...request, threads });
      const [begin, close] = [session.begin.bind(session), session.close.bind(session)];
      held.length = 0;
      const look = (learn?: boolean) => held.push({ learn, pages: machine.memory!.buffer.byteLength / PAGE });
      return Object.assign(session, {
        async begin(presentation: Parameters<typeof begin>[0]) {
          look(presentation.learn);
          return begin(presentation);
        },
        async close() {
          look();
          return close();
        },
      });
    },
  };
  /** Pages with which a presentation after the first, one that learns or one that does not, is the first to fail. */
  const tooFew = (learns: boolean): number => {
    const needs = held.slice(1).map(({ pages }, n) => ({ learn: held[n]!.learn, before: held[n]!.pages, pages }));
    const grown = needs.slice(1).find(({ learn, before, pages }) => learn === learns && pages > before);
    if (!grown) throw new Error(`no presentation after the first grew: ${JSON.stringify(held)}`);
    return grown.pages - 1;
  };
  return { backend, tooFew };
}

const full = {
  code: 'HV_MEMORY',
  status: 4,
  message: /^the events backend holds \d+ MiB and could not get [1-9]\d* [KM]iB more$/,
  remedy: /^remedy: Show fewer samples at once \(train\.batch, test\.batch\)/,
  facts: { heldBytes: expect.any(Number), askedBytes: expect.any(Number) },
  weights: 'kept',
} as const;

test.each([
  ['a batch', true, 128, 1],
  ['a batch on two threads', true, 128, 2],
  ['a test pass', false, 24, 1],
])('memory that cannot grow in %s ends the run, with the weights from before', async (_, learns, batch, threads) => {
  const { backend: healthy, tooFew } = watchedEvents(threads);
  let pages = 0;
  const faulty: Backend = {
    ...healthy,
    open(request) {
      pages = tooFew(learns);
      return eventsWithin(pages, threads).open(request);
    },
  };
  const whole = { scenario: scenario(batch), healthy, faulty, argv: ['--threads', String(threads)] };
  const remains = await playWithFault(whole);
  await expectNamedEnd(remains, full, whole);
  expect(remains.last.facts['heldBytes']).toBeLessThanOrEqual(pages * PAGE);
});

describe('a network that finds no room', () => {
  const start = async (pages: number, ...argv: string[]) => {
    const folder = temporaryFolder();
    const file = join(folder, 'faulty.yaml');
    writeFileSync(file, scenario(128));
    const backends = [eventsWithin(pages), referenceBackend];
    const dependencies: typeof DEFAULT_DEPENDENCIES = {
      ...DEFAULT_DEPENDENCIES,
      runScenario: (run, options) => runScenario(run, { ...options, backends }),
    };
    const io = memoryIo();
    const status = await main(['run', file, '--out', join(folder, 'runs'), ...argv], io, dependencies);
    return { status, stderr: io.stderr.text, files: readdirSync(folder) };
  };

  test.each([
    [
      17,
      'network.layers[1].size=3000',
      /^error HV_MEMORY: the events backend holds \d+ MiB .*\nremedy: .*smaller network\.\n$/,
    ],
    [0, 'seed=1', /^error HV_MEMORY: the events backend got no memory .*\nremedy: .*\(ulimit -v unlimited\), or .*\n$/],
  ])('on %i pages is refused before there is a run folder', async (pages, override, told) => {
    const { status, stderr, files } = await start(pages, '--backend', 'events', override);
    expect([status, files]).toEqual([4, ['faulty.yaml']]);
    expect(stderr).toMatch(told);
  });

  test('finds it elsewhere under auto, and the reason is told', async () => {
    const { status, stderr } = await start(0, 'network.layers[1].size=8', 'time.steps=2');
    expect(status).toBe(0);
    expect(stderr).toContain(
      'backend reference (asked: auto, not events: cannot be opened: the events backend got no memory from the engine)',
    );
  });
});

test.each([4, 5, 5e6])('%d GiB are more than any engine gives, and what was there stays', (gibibytes) => {
  const memory = new LinearMemory(false, PAGE);
  const mark = memory.mark;
  const at = memory.put([1, 2, 3]);
  expect(() => memory.allocate(gibibytes * 2 ** 30)).toThrow(expect.objectContaining({ code: 'HV_MEMORY' }));
  expect([...memory.floats(at, 3)]).toEqual([1, 2, 3]);
  memory.release(mark);
  expect(memory.put([4])).toBe(at);
});
