import type { DeviceMatrix, Extents, GpuDevice, KernelFunction, LaunchConstants } from './gpu-device.js';

/** Owns matrices until it is closed: what a piece of work makes on the device ends with it, also after an error. */
export class HandleScope {
  readonly #device: GpuDevice;
  readonly #owned = new Set<DeviceMatrix>();

  constructor(device: GpuDevice) {
    this.#device = device;
  }

  async launch(
    kernel: KernelFunction,
    extents: Extents,
    args: readonly DeviceMatrix[],
    constants?: LaunchConstants,
  ): Promise<DeviceMatrix> {
    return this.#own(await this.#device.launch(kernel, extents, args, constants));
  }

  async upload(values: ArrayLike<number>, extents: Extents): Promise<DeviceMatrix> {
    return this.#own(await this.#device.upload(values, extents));
  }

  read(matrix: DeviceMatrix): Promise<Float32Array> {
    return this.#device.read(matrix);
  }

  #own(matrix: DeviceMatrix): DeviceMatrix {
    this.#owned.add(matrix);
    return matrix;
  }

  /** Hands a matrix over to a scope that lives longer; one that this scope does not own stays where it is. */
  handOver(matrix: DeviceMatrix, to: HandleScope): void {
    if (this.#owned.delete(matrix)) to.#owned.add(matrix);
  }

  /** Releases one matrix before its time. */
  release(matrix: DeviceMatrix): void {
    if (this.#owned.delete(matrix)) this.#device.release(matrix);
  }

  /** A scope on the same device. */
  inner(): HandleScope {
    return new HandleScope(this.#device);
  }

  /** Releases everything. @param kept But for these. */
  close(kept: readonly DeviceMatrix[] = []): void {
    for (const matrix of [...this.#owned]) if (!kept.includes(matrix)) this.release(matrix);
  }
}
