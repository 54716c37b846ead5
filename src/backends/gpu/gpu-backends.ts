import { HeavisideError } from '../../core/heaviside-error.js';
import type { Backend, OpenRequest } from '../backend.js';
import { unavailableMode } from './availability.js';
import { GpuDevice } from './gpu-device.js';
import { createEngine, type GpuEngine, type GpuMode, loadGpuJs } from './gpu-js.js';
import { GpuSession } from './gpu-session.js';
import { lendWebGpu, takeWebGpuBack } from './node-webgpu.js';

function gpuBackend(name: GpuMode, summary: string): Backend {
  const unavailable = async () => unavailableMode(name, await loadGpuJs());
  return {
    name,
    summary,
    unavailable,
    unsupported: () => undefined,
    async open(request) {
      const reason = await unavailable();
      if (reason !== undefined)
        throw new HeavisideError('HV_BACKEND_UNAVAILABLE', 'machine', `backend "${name}" cannot run here: ${reason}`, {
          remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
          facts: { asked: name, reason },
        });
      const threads = name === 'webasm' ? threadsFor(request) : 1;
      const device = new GpuDevice(await engineOf(name), name, threads);
      const facts = { arithmetic: 'float32', engine: 'gpu.js', mode: name, executorKind: 'kernels' };
      return GpuSession.open(request, device, name === 'webasm' ? { ...facts, threads } : facts);
    },
  };
}

async function engineOf(mode: GpuMode): Promise<GpuEngine> {
  const library = await loadGpuJs();
  if (mode !== 'webgpu') return createEngine(library, mode);
  await lendWebGpu();
  const engine = createEngine(library, mode);
  return { ...engine, destroy: () => engine.destroy().finally(() => takeWebGpuBack(library)) };
}

/** Workers of gpu.js start once a kernel; without being asked none does. */
function threadsFor({ threads = 1 }: OpenRequest): number {
  return typeof SharedArrayBuffer === 'undefined' ? 1 : threads;
}

/** gpu.js in its four modes, from one set of kernels, in float32. */
export const gpuBackends: readonly Backend[] = [
  gpuBackend('webgpu', 'gpu.js on WebGPU, in a browser or where the package "webgpu" loads'),
  gpuBackend('webgl2', 'gpu.js on WebGL2, in a browser'),
  gpuBackend('webasm', 'gpu.js compiled to WebAssembly'),
  gpuBackend('cpu', 'gpu.js as plain JavaScript; slow, runs everywhere'),
];
