import { HeavisideError } from '../../core/heaviside-error.js';
import type { Backend, OpenRequest } from '../backend.js';
import { beyondFloat32 } from '../float32-range.js';
import { beyondLfp } from '../lfp-request.js';
import { deviceOfMode, unavailableMode } from './availability.js';
import { GpuDevice } from './gpu-device.js';
import { createEngine, type GpuEngine, type GpuMode, loadGpuJs } from './gpu-js.js';
import { GpuSession } from './gpu-session.js';
import { KernelStore } from './kernel-store.js';
import { lendWebGpu, runsInNode, takeWebGpuBack } from './node-webgpu.js';
import { StoreLender } from './store-lender.js';

/** Kernels that stay compiled between sessions. */
const KEPT = 2048;
/** In mode `webasm` each has a memory; a browser has room for about a hundred of them, and others want some too. */
const KEPT_MEMORIES = runsInNode() ? 512 : 48;
/** Where each has workers, too: about those of one network. */
const KEPT_WITH_WORKERS = 64;
const IDLE_MS = 2000;

const lenders = new Map<GpuMode, StoreLender>();

function lenderOf(mode: GpuMode): StoreLender {
  const lender =
    lenders.get(mode) ??
    new StoreLender(() => engineOf(mode), { limit: mode === 'webasm' ? KEPT_MEMORIES : KEPT, idle: IDLE_MS });
  lenders.set(mode, lender);
  return lender;
}

/** Frees every device of gpu.js that no session uses, at once instead of after a while. */
export async function releaseIdleGpus(): Promise<void> {
  for (const lender of lenders.values()) await lender.releaseIdle();
}

function gpuBackend(name: GpuMode, summary: string): Backend {
  const unavailable = async () => unavailableMode(name, await loadGpuJs());
  return {
    name,
    summary,
    unavailable,
    unsupported: (request) => beyondLfp(request) ?? beyondFloat32(request),
    device: () => deviceOfMode(name),
    async open(request) {
      const reason = await unavailable();
      if (reason !== undefined)
        throw new HeavisideError('HV_BACKEND_UNAVAILABLE', 'machine', `backend "${name}" cannot run here: ${reason}`, {
          remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
          facts: { asked: name, reason },
        });
      const threads = name === 'webasm' ? threadsFor(request) : 1;
      const facts = { arithmetic: 'float32', engine: 'gpu.js', mode: name, executorKind: 'kernels' };
      return GpuSession.open(
        request,
        await borrowedDevice(name, threads),
        name === 'webasm' ? { ...facts, threads } : facts,
      );
    },
  };
}

async function borrowedDevice(mode: GpuMode, threads: number): Promise<GpuDevice> {
  // The workers of a kernel live as long as it does: they are not kept for a session that may not come.
  if (threads > 1)
    return new GpuDevice(new KernelStore(await engineOf(mode)), mode, threads, undefined, KEPT_WITH_WORKERS);
  const lender = lenderOf(mode);
  const store = await lender.borrow();
  return new GpuDevice(store, mode, threads, () => lender.giveBack(store), lender.limit);
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
