import { Neurons } from './neurons';
import { Signal } from './signal';

/** Windows of a pool: no padding, so every tap has a pixel. */
@unmanaged
export class Pool {
  input: Signal;
  output: Signal;
  /** Of an average-pool; a max-pool has none. */
  neurons: Neurons;
  /** Pixels in a window. */
  taps: i32;
  /** u32 `[positions × taps]`: first unit of the pixel behind each tap, taps in row-major order. */
  units: usize;
  /** Tiles that the channels of an output position take. */
  channelTiles: i32;
  /** Lanes of the last of them that have an input unit behind them, or the input's own padding. */
  lastLanes: i32;
  /** 1: the inputs' tiles are aligned with the outputs', as they are between layers. */
  aligned: i32;
}

/** Lanes to read of a tile. */
@inline
export function lanesOf(pool: Pool, channels: i32): i32 {
  return channels == pool.channelTiles - 1 ? pool.lastLanes : 16;
}

/** First input unit of a tap of an output tile. */
@inline
export function tapUnit(pool: Pool, position: i32, channels: i32, tap: i32): i32 {
  return <i32>load<u32>(pool.units + ((<usize>(position * pool.taps + tap)) << 2)) + (channels << 4);
}
