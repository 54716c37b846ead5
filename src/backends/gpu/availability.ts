import type { GpuLibrary, GpuMode } from './gpu-js.js';

/** The part of a browser, or of Node with the package `webgpu`, that says whether WebGPU is there. */
interface WebGpuHost {
  navigator?: { gpu?: { requestAdapter: () => Promise<unknown> } };
  process?: { readonly versions?: { readonly node?: string } };
}
const host = globalThis as unknown as WebGpuHost;
const inNode = (): boolean => host.process?.versions?.node !== undefined;

/** Why a mode of gpu.js cannot run on this machine; undefined when it can. */
export async function unavailableMode(mode: GpuMode, library: GpuLibrary): Promise<string | undefined> {
  switch (mode) {
    case 'cpu':
      return undefined;
    case 'webasm':
      return library.GPU.isWebAssemblySupported ? undefined : 'there is no WebAssembly here';
    case 'webgl2':
      if (library.GPU.isWebGL2Supported) return undefined;
      return inNode() ? 'Node has no WebGL2; it runs in a browser' : 'the browser gives no WebGL2 context';
    case 'webgpu':
      return unavailableWebGpu();
  }
}

async function unavailableWebGpu(): Promise<string | undefined> {
  if (!host.navigator?.gpu) {
    if (!inNode()) return 'the browser has no WebGPU (navigator.gpu)';
    const reason = await installInNode();
    if (reason !== undefined) return reason;
  }
  try {
    // Not isWebGPUSupported: navigator.gpu may exist without any adapter behind it.
    if (await host.navigator!.gpu!.requestAdapter()) return undefined;
    return 'WebGPU has no adapter here';
  } catch (error) {
    return `WebGPU gives no adapter: ${firstLine(error)}`;
  }
}

/** Gives Node a `navigator.gpu` from the package `webgpu`, which gpu.js brings; its native library may not load. */
async function installInNode(): Promise<string | undefined> {
  // The name is not written in the import so that no bundler follows it: a browser has no use for the package.
  const name = 'webgpu';
  try {
    const { create, globals } = (await import(/* @vite-ignore */ name)) as {
      readonly create: (options: readonly string[]) => { requestAdapter: () => Promise<unknown> };
      readonly globals: object;
    };
    Object.assign(globalThis, globals);
    const navigator = host.navigator ?? {};
    if (!host.navigator) Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    Object.defineProperty(navigator, 'gpu', { value: create([]), configurable: true });
    return undefined;
  } catch (error) {
    return `the package "webgpu" does not load: ${firstLine(error)}`;
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0]!;
}
