import type { DeviceFacts } from '../backend.js';
import { adapterName, type GpuLibrary, type GpuMode, rendererName, type WebGl2Context } from './gpu-js.js';
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

interface PageCanvas {
  getContext(kind: 'webgl2'): WebGl2Context | null;
}

/** A page, or a worker of one, which has no document. */
interface PageHost {
  readonly document?: { createElement(tag: 'canvas'): PageCanvas };
  readonly OffscreenCanvas?: new (width: number, height: number) => PageCanvas;
}

/** What a mode that can run here would run on, told without compiling anything; no facts where it does not tell. */
export async function deviceOfMode(mode: GpuMode): Promise<DeviceFacts> {
  const adapter = mode === 'webgpu' ? await webGpuName() : mode === 'webgl2' ? webGl2Name() : undefined;
  return adapter === undefined ? {} : { adapter };
}

async function webGpuName(): Promise<string | undefined> {
  const gpu = webGpuOfHost() ?? (await createNodeWebGpu());
  return adapterName((await gpu.requestAdapter()) ?? undefined);
}

function webGl2Name(): string | undefined {
  const { document, OffscreenCanvas } = globalThis as unknown as PageHost;
  const canvas = document?.createElement('canvas') ?? (OffscreenCanvas && new OffscreenCanvas(1, 1));
  const context = canvas?.getContext('webgl2');
  if (!context) return undefined;
  const name = rendererName(context);
  // A browser allows a few contexts at a time.
  context.getExtension('WEBGL_lose_context')?.loseContext?.();
  return name;
}

/** An error in one line, without the folder that a file lies in: it is shown to people and kept in manifests. */
function firstLine(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return line.replace(/ \(required by [^)]*\)/, '');
}
