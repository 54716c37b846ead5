import type { Backend } from '../../src/backends/backend.js';
import { GpuDevice } from '../../src/backends/gpu/gpu-device.js';
import type { GpuMode } from '../../src/backends/gpu/gpu-js.js';
import { GpuSession } from '../../src/backends/gpu/gpu-session.js';
import { KernelStore } from '../../src/backends/gpu/kernel-store.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse-scenario.js';
import { fakeEngine } from '../backends/gpu/fake-engine.js';

/** What becomes of a launch. `number` counts from 1 over the whole session. */
export interface LaunchFaults {
  /** Thrown by the launch. */
  readonly throws?: (number: number) => Error | undefined;
  /** Whether its result is nothing but zeros. */
  readonly isAbandoned?: (number: number) => boolean;
  /** Whether the device is gone by then. */
  readonly isGone?: (number: number) => boolean;
  /** Where it runs instead. */
  readonly degradesTo?: (number: number) => { readonly mode: string; readonly reason?: string } | undefined;
  /** Thrown when the device is closed. */
  readonly closing?: Error;
}

/** A backend of gpu.js whose engine runs kernels as plain functions and fails at the launches that it is told. */
export function failingGpu(mode: GpuMode, faults: LaunchFaults = {}) {
  const launched = { count: 0 };
  const backend: Backend = {
    name: mode,
    summary: 'a device that fails',
    unavailable: async () => undefined,
    unsupported: () => undefined,
    async open(request) {
      launched.count = 0;
      const { engine } = fakeEngine({
        get place() {
          const elsewhere = faults.degradesTo?.(launched.count);
          return { mode: elsewhere?.mode ?? mode, reason: elsewhere?.reason };
        },
        onLaunch() {
          launched.count++;
          const error = faults.throws?.(launched.count);
          if (error) throw error;
        },
        result: (rows) => (faults.isAbandoned?.(launched.count) ? rows.map((row) => row.map(() => 0)) : rows),
        lost: () => faults.isGone?.(launched.count) ?? false,
      });
      const destroy = async () => {
        await engine.destroy();
        if (faults.closing) throw faults.closing;
      };
      return GpuSession.open(request, new GpuDevice(new KernelStore({ ...engine, destroy }), mode, 1), { mode });
    },
  };
  return { backend, launched };
}

/** The numbers of the first and the last launch that belong to one optimizer step of a run in order. */
export async function launchesOfStep(step: number, scenario: string, mode: GpuMode) {
  const { backend, launched } = failingGpu(mode);
  let first = 0;
  for await (const event of runScenario(parseScenario(scenario), { backend: mode, backends: [backend] })) {
    if (event.kind !== 'batch-trained') continue;
    if (event.step === step) return { first, last: launched.count };
    first = launched.count + 1;
  }
  throw new Error(`the run has no step ${step}`);
}
