import { KERNEL_MODULES } from '../../../kernels/wasm/generated/kernel-modules.js';

/** A kernel: works on items `begin .. end` of what its record describes; `scratch` is its thread's own. */
export type Kernel = (record: number, begin: number, end: number, scratch: number) => void;

export type KernelName =
  | 'adam'
  | 'averagePoolError'
  | 'averagePoolFeedback'
  | 'averagePoolForward'
  | 'batchNormError'
  | 'batchNormFeedback'
  | 'batchNormForward'
  | 'biasFeedback'
  | 'blockedSums'
  | 'channelFeedback'
  | 'clearReward'
  | 'constantGrowth'
  | 'constantReward'
  | 'convError'
  | 'convFeedback'
  | 'convForward'
  | 'convGrowth'
  | 'countRows'
  | 'countUnits'
  | 'cutReward'
  | 'denseForward'
  | 'denseGrowth'
  | 'denseReward'
  | 'denseTrains'
  | 'listRows'
  | 'listUnits'
  | 'markActive'
  | 'maskSpikes'
  | 'maskValues'
  | 'maxPoolFeedback'
  | 'maxPoolForward'
  | 'narrowFinish'
  | 'narrowGrowth'
  | 'neuronError'
  | 'normReward'
  | 'packReward'
  | 'placeWindows'
  | 'rewardOutputs'
  | 'ruleInputs'
  | 'ruleParameters'
  | 'rowStates'
  | 'ruleReward'
  | 'sgd'
  | 'shareSums'
  | 'spreadReward'
  | 'spreadSpikes'
  | 'sumError'
  | 'sumFeedback'
  | 'sumForward'
  | 'transposeTiles'
  | 'writeTrains';

/** What the compiled kernels offer. */
export type Kernels = Readonly<Record<KernelName, Kernel>> & {
  /** Turns counts at `[1 .. length]` into offsets; returns the total. */
  readonly addUp: (offsets: number, length: number) => number;
};

type Sharing = keyof typeof KERNEL_MODULES;

const compiled = new Map<Sharing, Promise<WebAssembly.Module>>();

/** The kernels' module, compiled once in each realm. */
export function kernelModule(sharing: Sharing): Promise<WebAssembly.Module> {
  const known = compiled.get(sharing);
  if (known) return known;
  const bytes = Uint8Array.from(atob(KERNEL_MODULES[sharing]), (character) => character.charCodeAt(0));
  const module = WebAssembly.compile(bytes);
  compiled.set(sharing, module);
  return module;
}

/** Kernels that work in this memory. */
export async function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: abortKernel } });
  return exports as unknown as Kernels;
}

function abortKernel(): never {
  throw new Error('a kernel of the events backend stopped: this is a bug');
}
