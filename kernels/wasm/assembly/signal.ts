/**
 * What passes from layer to layer during a chunk. Rows are sample-major: row = sample · steps + step; a constant signal
 * has one row a sample (`steps` = 1). Units are padded to whole tiles; padding is always 0.
 *
 * The host lays the arrays out and owns them; kernels write where their own description says so.
 */
@unmanaged
export class Signal {
  batch: i32;
  /** Rows of a sample: the chunk's steps, or 1 when constant. */
  steps: i32;
  tiles: i32;
  /** u16 `[rows × tiles]`: bit k of a mask is set where unit 16 · tile + k is not 0. */
  masks: usize;
  /** u32 `[rows + 1]`: events of row r are `units[offsets[r] .. offsets[r + 1])`. */
  offsets: usize;
  /** u32, ascending within a row. */
  units: usize;
  /** f32 beside `units`; 0 when every event has height 1. */
  heights: usize;
  /** f32 `[rows × tiles · 16]`; 0 for spikes. */
  values: usize;
  /** u32 `[tiles · 16 + 1]`: events of unit u are `rows[starts[u] .. starts[u + 1])`. */
  starts: usize;
  /** u32, ascending within a unit. */
  rows: usize;
  /** f32 beside `rows`; 0 when every event has height 1. */
  rowHeights: usize;
  /** Where reward goes: see `Reward`; 0 when nobody asks for it. */
  reward: usize;
}

/**
 * Reward of a signal during feedback, later the normed reward of what made it, in the same place. Only units that can
 * have any are kept: those that were active in the sample (or in a later chunk of it), packed.
 */
@unmanaged
export class Reward {
  /** u32 `[batch]`: floats in a row of the sample's block, a multiple of 16. */
  widths: usize;
  /** u32 `[batch]`: 1 when the block keeps every unit at its own place. */
  whole: usize;
  /** u32 `[batch × tiles · 16]`: unit at each place of the block; places behind the last unit hold 0. */
  units: usize;
  /** u32 `[batch]`: units in the block. */
  counts: usize;
  /** u32 `[batch × tiles · 16]`: place of each unit in the block; only read for units in it. */
  places: usize;
  /** f32 `[batch][steps × width]` at a stride of `steps · tiles · 16` floats. */
  values: usize;
  /** f32 `[batch × tiles · 16]`: normed reward summed over the steps, every unit at its own place. */
  sums: usize;
}
