import { copied } from '../../../kernels/gpu/matrices.js';
import { HeavisideError } from '../../core/heaviside-error.js';
import type { GpuEngine, GpuHandle, GpuKernel, GpuMode } from './gpu-js.js';
import type { KernelStore, StoredKernel } from './kernel-store.js';

/** A matrix on the device: `rows` rows of content and the witness row below them. */
export interface DeviceMatrix {
  readonly handle: GpuHandle;
  readonly rows: number;
  readonly columns: number;
}

export type KernelFunction = (...args: never[]) => number;

/** Numbers that a kernel is built with. All >= 0. */
export interface LaunchConstants {
  readonly whole?: Readonly<Record<string, number>>;
  readonly real?: Readonly<Record<string, number>>;
}

export interface Extents {
  readonly rows: number;
  readonly columns: number;
}

/** A number for each kernel function, because a bundler may give two of them one name. */
const numbers = new Map<KernelFunction, number>();

function numberOf(kernel: KernelFunction): number {
  const number = numbers.get(kernel) ?? numbers.size;
  numbers.set(kernel, number);
  return number;
}

/**
 * A device of gpu.js as one session sees it: compiles each kernel once a shape, launches, reads back, and refuses what
 * gpu.js lets pass. The compiled kernels are shared with other sessions, matrices are not.
 *
 * - A kernel that ran elsewhere than on the named mode: HV_BACKEND_DEGRADED.
 * - A result whose witness row is not all ones, which means that a launch did not take place: HV_BACKEND_ZEROS.
 * - A device that disappeared: HV_DEVICE_LOST. Any other failure of the device: HV_BACKEND_FAILED.
 */
export class GpuDevice {
  readonly #store: KernelStore;
  readonly #engine: GpuEngine;
  readonly #mode: GpuMode;
  readonly #threads: number;
  readonly #giveBack: () => Promise<void>;
  readonly #limit: number;
  /** Every matrix, and the kernel that made it. */
  readonly #live = new Map<DeviceMatrix, StoredKernel>();

  /**
   * @param giveBack What becomes of the store when the device is closed; omitted: it ends with the device.
   * @param limit    Kernels that `trim` leaves; omitted: all.
   */
  constructor(
    store: KernelStore,
    mode: GpuMode,
    threads: number,
    giveBack = () => store.destroy(),
    limit = Number.POSITIVE_INFINITY,
  ) {
    this.#store = store;
    this.#engine = store.engine;
    this.#mode = mode;
    this.#threads = threads;
    this.#giveBack = giveBack;
    this.#limit = limit;
  }

  /** Matrices that nobody has released yet. */
  get liveMatrices(): number {
    return this.#live.size;
  }

  /** What the driver calls itself, after the first launch. */
  get adapter(): string | undefined {
    return this.#engine.adapter();
  }

  /** Runs a kernel once for each cell of `extents` and of its witness row. The caller releases the result. */
  async launch(
    kernel: KernelFunction,
    extents: Extents,
    args: readonly DeviceMatrix[],
    constants: LaunchConstants = {},
  ): Promise<DeviceMatrix> {
    const witnesses = Object.fromEntries(args.map(({ rows }, k) => [`rows${k}`, rows]));
    const shapes = args.map(({ rows, columns }) => `${rows}x${columns}`).join(',');
    return this.#run(
      kernel,
      extents,
      args.map(({ handle }) => handle),
      { whole: { ...constants.whole, ...witnesses, rows: extents.rows }, real: constants.real ?? {} },
      shapes,
    );
  }

  /** Puts values of the host on the device as float32, row-major. The caller releases the result. */
  async upload(values: ArrayLike<number>, extents: Extents): Promise<DeviceMatrix> {
    const { rows, columns } = extents;
    const witnessed = new Float32Array((rows + 1) * columns).fill(1, rows * columns);
    witnessed.set(values);
    const input = this.#engine.input(witnessed, columns, rows + 1);
    return this.#run(copied, extents, [input], { whole: { rows }, real: {} }, 'host');
  }

  async #run(
    kernel: KernelFunction,
    { rows, columns }: Extents,
    handles: readonly GpuHandle[],
    constants: { readonly whole: Readonly<Record<string, number>>; readonly real: Readonly<Record<string, number>> },
    shapes: string,
  ): Promise<DeviceMatrix> {
    const key = `${numberOf(kernel)} ${this.#threads} ${rows}x${columns}<${shapes} ${JSON.stringify(constants)}`;
    const compile = () => this.#compile(kernel, { rows, columns }, constants);
    const launched = async (): Promise<DeviceMatrix> => {
      const { handle, from } = await this.#store.launch(key, compile, handles);
      const matrix = { handle, rows, columns };
      this.#live.set(matrix, from);
      this.#refuseDegraded(from.kernel, kernel.name);
      return matrix;
    };
    return this.#guarded(async () => {
      try {
        return await launched();
      } catch (error) {
        if (!this.#store.madeRoom(error, key)) throw error;
        return launched();
      }
    }, kernel.name);
  }

  #compile(kernel: KernelFunction, { rows, columns }: Extents, { whole, real }: Required<LaunchConstants>): GpuKernel {
    // A constant is written into the shader as a literal, and WGSL mis-compiles `x - -0.5`.
    for (const [name, value] of Object.entries({ ...whole, ...real }))
      if (!(value >= 0)) throw new RangeError(`kernel ${kernel.name}: expected ${name} >= 0, got ${value}`);
    const settings = { columns, rows: rows + 1, whole, real, threads: this.#threads };
    return this.#engine.createKernel(kernel, settings);
  }

  #refuseDegraded(kernel: GpuKernel, name: string): void {
    const { mode, reason } = kernel.place();
    if (mode === this.#mode && reason === undefined) return;
    throw new HeavisideError(
      'HV_BACKEND_DEGRADED',
      'machine',
      `backend "${this.#mode}": kernel ${name} ran on "${mode}" instead${reason === undefined ? '' : `: ${reason}`}`,
      {
        remedy: 'Use --backend auto, or name another one from: heaviside list backends',
        facts: { asked: this.#mode, ran: mode, kernel: name },
      },
    );
  }

  /** Copies a matrix to the host, row-major, without its witness row. */
  async read({ handle, rows, columns }: DeviceMatrix): Promise<Float32Array> {
    const values = await this.#guarded(() => this.#engine.read(handle, columns, rows + 1), 'reading back');
    for (let k = rows * columns; k < values.length; k++) if (values[k] !== 1) throw this.#witnessError(values[k]!);
    return values.subarray(0, rows * columns);
  }

  #witnessError(witness: number): HeavisideError {
    this.#store.condemn();
    if (this.#engine.lost()) return this.#lostError('reading back');
    return new HeavisideError(
      'HV_BACKEND_ZEROS',
      'machine',
      `backend "${this.#mode}": a kernel did not run; expected the witness 1, got ${witness}`,
      {
        remedy: 'The driver gives up launches that take long: use a smaller batch, or another backend.',
        facts: { backend: this.#mode, witness: String(witness) },
      },
    );
  }

  release(matrix: DeviceMatrix): void {
    const from = this.#live.get(matrix);
    if (!from) return;
    this.#live.delete(matrix);
    from.results--;
    matrix.handle.delete?.();
  }

  /** Drops kernels that were not launched for longest: numbers of neurons are written into them, old ones never come again. */
  trim(): void {
    this.#store.trim(this.#limit);
  }

  async close(): Promise<void> {
    for (const matrix of this.#live.keys()) this.release(matrix);
    await this.#giveBack();
  }

  async #guarded<Result>(work: () => Promise<Result>, what: string): Promise<Result> {
    try {
      if (this.#engine.lost()) throw this.#lostError(what);
      return await work();
    } catch (cause) {
      this.#store.condemn();
      if (cause instanceof HeavisideError) throw cause;
      // The news that a device is gone arrives by an event of its own.
      await new Promise((done) => setTimeout(done, 0));
      if (this.#engine.lost() || /device (was|is) lost|context lost/i.test(String(cause)))
        throw this.#lostError(what, cause);
      throw new HeavisideError('HV_BACKEND_FAILED', 'machine', `backend "${this.#mode}", ${what}: ${cause}`, {
        remedy: 'Use --backend auto, or name another one from: heaviside list backends',
        facts: { backend: this.#mode },
        cause,
      });
    }
  }

  #lostError(what: string, cause?: unknown): HeavisideError {
    return new HeavisideError('HV_DEVICE_LOST', 'machine', `backend "${this.#mode}", ${what}: the device disappeared`, {
      remedy: 'Go on from the last checkpoint, on this device when it is back or on another backend.',
      facts: { backend: this.#mode },
      cause,
    });
  }
}
