import type { GpuEngine, KernelPlace } from '../../../src/backends/gpu/gpu-js.js';

/** Ways in which a device can fail. */
export interface Faults {
  readonly place?: KernelPlace;
  /** Called before each launch; what it throws is the launch's failure. */
  readonly onLaunch?: () => void;
  /** What a result holds instead of its values. */
  readonly result?: (rows: Float32Array[]) => Float32Array[];
  readonly lost?: () => boolean;
}

/** A device that runs kernels as plain functions, fails as it is told, and counts what it was given back. */
export function fakeEngine(faults: Faults = {}) {
  const counts = { launches: 0, compiled: 0, destroyedKernels: 0, deleted: 0, destroyed: 0 };
  const engine: GpuEngine = {
    createKernel(kernel, { columns, rows, whole, real }) {
      counts.compiled++;
      return {
        async launch(args) {
          counts.launches++;
          faults.onLaunch?.();
          const cell = kernel as unknown as (this: object, ...values: readonly unknown[]) => number;
          const values = args.map((handle) => (handle as unknown as { readonly rows: unknown }).rows);
          const computed = Array.from({ length: rows }, (_, y) =>
            Float32Array.from({ length: columns }, (_, x) =>
              cell.apply({ thread: { x, y, z: 0 }, constants: { ...whole, ...real } }, values),
            ),
          );
          const handle = { rows: faults.result?.(computed) ?? computed, delete: () => void counts.deleted++ };
          return handle;
        },
        place: () => faults.place ?? { mode: 'cpu', reason: undefined },
        destroy: () => void counts.destroyedKernels++,
      };
    },
    input: (values, columns, rows) =>
      ({ rows: Array.from({ length: rows }, (_, y) => values.subarray(y * columns, (y + 1) * columns)) }) as object,
    read: async (handle) =>
      Float32Array.from((handle as unknown as { readonly rows: Float32Array[] }).rows.flatMap((row) => [...row])),
    lost: () => faults.lost?.() ?? false,
    adapter: () => undefined,
    destroy: async () => void counts.destroyed++,
  };
  return { engine, counts };
}
