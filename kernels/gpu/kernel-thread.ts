/**
 * What a kernel sees as `this`: its own place in the output and the constants that it was built with.
 *
 * Every matrix that kernels hand on has one row more than it has content, the *witness row*: each kernel fills it with
 * the product of the witnesses of what it reads, 1 as long as all is well. A launch that a driver gave up without an
 * error leaves zeros, so a witness of 0 at the end of a chain tells the host that some launch in it did not run.
 *
 * Kernels write no negative literal after a minus sign (WGSL mis-compiles `x - -0.5`) and draw no random numbers.
 */
export interface KernelThread<Constants = Readonly<Record<never, never>>> {
  /** x: column of the output; y: its row. */
  readonly thread: { readonly x: number; readonly y: number };
  readonly constants: Constants & WitnessRows;
}

/** Where the witness rows stand: of the output and of each argument. */
export interface WitnessRows {
  readonly rows: number;
  readonly rows0: number;
  readonly rows1: number;
  readonly rows2: number;
  readonly rows3: number;
  readonly rows4: number;
  readonly rows5: number;
}

/** Rows of a matrix and, last, its witness row. */
export type Matrix = readonly (readonly number[] | Float32Array)[];

/** Rows of a chunk: row = step · batch + sample. */
export interface ChunkConstants {
  readonly batch: number;
  readonly steps: number;
}
