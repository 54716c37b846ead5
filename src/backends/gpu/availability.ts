import type { GpuLibrary, GpuMode } from './gpu-js.js';
import { createNodeWebGpu, runsInNode, webGpuOfHost } from './node-webgpu.js';

/** Why a mode of gpu.js cannot run on this machine; undefined when it can. */
export async function unavailableMode(mode: GpuMode, library: GpuLibrary): Promise<string | undefined> {
  switch (mode) {
    case 'cpu':
      return undefined;
    case 'webasm':
      return library.GPU.isWebAssemblySupported ? undefined : 'there is no WebAssembly here';
    case 'webgl2':
      if (library.GPU.isWebGL2Supported) return undefined;
      return runsInNode() ? 'Node has no WebGL2; it runs in a browser' : 'the browser gives no WebGL2 context';
    case 'webgpu':
      return unavailableWebGpu();
  }
}

async function unavailableWebGpu(): Promise<string | undefined> {
  if (!webGpuOfHost() && !runsInNode()) return 'the browser has no WebGPU (navigator.gpu)';
  let gpu = webGpuOfHost();
  try {
    gpu ??= await createNodeWebGpu();
  } catch (error) {
    return `the package "webgpu" does not load: ${firstLine(error)}`;
  }
  try {
    // Not isWebGPUSupported: navigator.gpu may exist without any adapter behind it.
    return (await gpu.requestAdapter()) ? undefined : 'WebGPU has no adapter here';
  } catch (error) {
    return `WebGPU gives no adapter: ${firstLine(error)}`;
  }
}

/** An error in one line, without the folder that a file lies in: it is shown to people and kept in manifests. */
function firstLine(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return line.replace(/ \(required by [^)]*\)/, '');
}
