import type { Backend } from '../../src/backends/backend.js';
import { BACKENDS } from '../../src/backends/backends.js';
import { runContract, runOne } from '../contract/run-contract.js';
import { caseProblems } from '../run/phases/played-case.js';
import { loseDevice, watchDevices } from './lost-device.js';

/** What the page can do for the test outside; everything that crosses is plain data. */
const inPage = {
  backends: BACKENDS.map(({ name }) => name),
  unavailable: (name: string) => backendNamed(name).unavailable(),
  device: async (name: string) => backendNamed(name).device?.(),
  runOne: (backend: string, name: string) => runOne(backendNamed(backend), name),
  loseDevice: (backend: string) => loseDevice(backendNamed(backend)),
  eventProblems: (backend: string, name: string) => caseProblems(name, backendNamed(backend), false),
  run: (backend: string) => runContract(backendNamed(backend), 'page'),
  abilities,
};

export type InPage = typeof inPage;

function backendNamed(name: string): Backend {
  const backend = BACKENDS.find((one) => one.name === name);
  if (!backend) throw new RangeError(`there is no backend "${name}"; there are ${inPage.backends.join(', ')}`);
  return backend;
}

/** The few things of a browser that are asked here. */
interface Browser {
  readonly crossOriginIsolated: boolean;
  readonly navigator: {
    readonly gpu?: {
      requestAdapter(): Promise<{ readonly info: { readonly vendor: string; readonly architecture: string } } | null>;
    };
  };
  readonly document: {
    createElement(tag: 'canvas'): {
      getContext(kind: 'webgl2'): { getParameter(what: number): unknown; readonly VERSION: number } | null;
    };
  };
}

/** What this browser has, by itself and without any backend. */
async function abilities() {
  const { crossOriginIsolated, navigator, document } = globalThis as unknown as Browser;
  const adapter = await navigator.gpu?.requestAdapter();
  const context = document.createElement('canvas').getContext('webgl2');
  return {
    isolated: crossOriginIsolated,
    webgpu: adapter ? `${adapter.info.vendor} ${adapter.info.architecture}` : undefined,
    webgl2: context ? String(context.getParameter(context.VERSION)) : undefined,
  };
}

watchDevices();
(globalThis as unknown as { inPage: InPage }).inPage = inPage;
