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
  /** Its spikes as trains: see `Trains`; 0 when they are not kept. */
  trains: usize;
}

/**
 * Reward of a signal during feedback, later the normed reward of what made it, in the same place. Only units that can
 * have any are kept: those that were active in some sample of the chunk (or of a later one), packed side by side. In a
 * trained network that is a third of a deep layer, and rows of one width need no list for each sample.
 */
@unmanaged
export class Reward {
  /** Floats in a row, a multiple of 16; written by `packReward`. */
  width: i32;
  /** 1 when every unit has its own place; written by `packReward`. */
  whole: i32;
  /** Units in a row: `tiles · 16` when whole; written by `packReward`. */
  count: i32;
  /** u32 `[tiles · 16]`: unit at each place; places behind the last unit hold 0. Not kept when whole. */
  units: usize;
  /** u32 `[tiles · 16]`: place of each unit; only read for units that have one. Not kept when whole. */
  places: usize;
  /** f32 `[rows × width]`. */
  values: usize;
  /** f32 `[batch × tiles · 16]`: normed reward summed over the steps, every unit at its own place. */
  sums: usize;
  /** u16 `[batch × tiles]`: units that were active in this chunk or a later one. */
  active: usize;
  /** u16 `[tiles]`: units of each tile that have a place; written by `packReward`. */
  kept: usize;
  /** u32 `[tiles + 1]`: place of the first of them; written by `packReward`. */
  firsts: usize;
  /**
   * u32 `[tiles]`: tiles of the window that starts with a tile, 0 when none does; written by `packReward`. A window is
   * what fits into 32 places.
   */
  windows: usize;
}
