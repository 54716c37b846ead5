import type { LinearMemory } from './linear-memory.js';

/**
 * A trainable tensor in linear memory, in tiles of `rows` lines of 16 values, with its feedback and the moments of the
 * optimizer laid out alike.
 */
export interface ParameterBlock {
  readonly name: string;
  /** Where each value of the storage layout is kept, counted in float32 from the start of a block. */
  readonly places: Uint32Array;
  readonly tiles: number;
  readonly rows: number;
  readonly values: number;
  readonly feedback: number;
  /** Velocity or mean, and mean square. */
  readonly moments: readonly [first: number, second: number];
  /** u8 `[rows]`: whether a row was ever active; 0: not kept. */
  readonly states: number;
  /** f64 `[squareCount]`: parts of the feedback's squared length. */
  readonly squares: number;
  readonly squareCount: number;
}

/** What a parameter block is made from. */
export interface ParameterLayout {
  readonly name: string;
  readonly places: Uint32Array;
  readonly tiles: number;
  readonly rows: number;
  /** Whether rows that never were active are left out of an update. */
  readonly tracksRows: boolean;
  readonly squareCount: number;
}

/** Makes room for a tensor; feedback and moments start at 0. */
export function parameterBlock(memory: LinearMemory, layout: ParameterLayout, start: Float64Array): ParameterBlock {
  const { tiles, rows, tracksRows, squareCount } = layout;
  const bytes = tiles * rows * 64;
  const block: ParameterBlock = {
    ...layout,
    values: memory.clear(bytes),
    feedback: memory.clear(bytes),
    moments: [memory.clear(bytes), memory.clear(bytes)],
    states: tracksRows ? memory.clear(rows) : 0,
    squares: memory.clear(8 * squareCount),
  };
  writeTensor(memory, block, block.values, start);
  return block;
}

/** Writes a tensor in storage layout to one of its block's places. */
export function writeTensor(memory: LinearMemory, block: ParameterBlock, at: number, values: Float64Array): void {
  const floats = memory.floats(at, block.tiles * block.rows * 16);
  const { places } = block;
  // The places between are padding, which an update by an infinite rate leaves as NaN.
  floats.fill(0);
  for (let k = 0; k < places.length; k++) floats[places[k]!] = values[k]!;
}

/** Reads a tensor in storage layout. A copy. */
export function readTensor(memory: LinearMemory, block: ParameterBlock, at: number): Float64Array {
  const floats = memory.floats(at, block.tiles * block.rows * 16);
  const { places } = block;
  const values = new Float64Array(places.length);
  // A loop: `from` with a function takes many times as long.
  for (let k = 0; k < values.length; k++) values[k] = floats[places[k]!]!;
  return values;
}
