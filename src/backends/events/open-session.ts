import { MODULE_BYTES } from '../../../kernels/wasm/generated/kernel-modules.js';
import type { OpenRequest, Session } from '../backend.js';
import { refuseBeyondKernels } from './beyond-kernels.js';
import type { Crew } from './crew.js';
import { EventsSession } from './events-session.js';
import { instantiateKernels, kernelModule } from './kernel-instance.js';
import { LinearMemory } from './linear-memory.js';
import { LoneCrew } from './lone-crew.js';
import { threadCount } from './thread-count.js';
import { ThreadCrew } from './thread-crew.js';
import { type ThreadHost, threadHost } from './thread-host.js';

/**
 * Opens a session on as many threads as were asked for, or as the network is worth. One thread has a memory of its own,
 * which any page may have; more share one.
 *
 * @throws HeavisideError of kind `machine`: HV_THREADS_UNAVAILABLE, HV_WORKER_LOST, HV_MEMORY; HV_BACKEND_UNSUPPORTED.
 */
export async function openSession(request: OpenRequest, host: ThreadHost = threadHost()): Promise<Session> {
  refuseBeyondKernels(request);
  const { threads, reason } = threadCount(request, host);
  const shares = threads > 1;
  const module = await kernelModule(shares ? 'shared' : 'unshared');
  const memory = new LinearMemory(shares, MODULE_BYTES);
  const kernels = await instantiateKernels(module, memory.memory);
  const crew: Crew = shares
    ? await ThreadCrew.start({ module, kernels, memory }, host, threads)
    : new LoneCrew(kernels, memory, reason);
  try {
    return new EventsSession({ memory, kernels, crew, products: request.products }, request);
  } catch (error) {
    await crew.close();
    throw error;
  }
}
