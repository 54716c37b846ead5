import type { GpuLibrary, WebGpuAdapter } from './gpu-js.js';

/** What a browser has as `navigator.gpu`, as far as it matters here. */
export interface WebGpu {
  readonly requestAdapter: () => Promise<WebGpuAdapter | null>;
}

interface WebGpuHost {
  navigator?: { gpu?: WebGpu };
  readonly process?: { readonly versions?: { readonly node?: string } };
}
const host = globalThis as unknown as WebGpuHost;

export function runsInNode(): boolean {
  return host.process?.versions?.node !== undefined;
}

/** `navigator.gpu` of a browser, or of a Node that has been given one. */
export function webGpuOfHost(): WebGpu | undefined {
  return host.navigator?.gpu;
}

/**
 * WebGPU from the package `webgpu`, which gpu.js brings. Node ends only when nobody holds the object any more.
 *
 * @throws Error when the package's native library does not load.
 */
export async function createNodeWebGpu(): Promise<WebGpu> {
  // The name is not written in the import so that no bundler follows it: a browser has no use for the package.
  const name = 'webgpu';
  const { create, globals } = (await import(/* @vite-ignore */ name)) as {
    readonly create: (options: readonly string[]) => WebGpu;
    readonly globals: object;
  };
  Object.assign(globalThis, globals);
  return create([]);
}

/** Sessions that use the `navigator.gpu` which Node was given. */
let users = 0;

/** Gives Node a `navigator.gpu`, where gpu.js looks for it. A browser keeps its own. */
export async function lendWebGpu(): Promise<void> {
  if (!runsInNode() || (webGpuOfHost() && users === 0)) return;
  if (users === 0) {
    const gpu = await createNodeWebGpu();
    if (!host.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    Object.defineProperty(host.navigator, 'gpu', { value: gpu, configurable: true });
  }
  users++;
}

/** Takes it back after the last session, with the device behind it, so that the process can end. */
export async function takeWebGpuBack(library: GpuLibrary): Promise<void> {
  if (users === 0 || --users > 0) return;
  await library.WebGPUContext.destroy();
  if (host.navigator) delete host.navigator.gpu;
}
