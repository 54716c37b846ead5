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
 * have any are kept: in each sample those that were active in it, in the chunk or a later one, packed side by side. In a
 * trained network that is a third of a layer or less. Under a gradient rule errors stand here, which reach every unit.
 */
@unmanaged
export class Reward {
  /** 1 when every unit has its own place in every sample; written by `packReward`. */
  whole: i32;
  /** u32 `[batch]`: units that have a place: `tiles · 16` when whole; written by `packReward`. */
  counts: usize;
  /** u32 `[batch × tiles · 16]`: unit at each place; places behind the last unit hold 0. Not kept when whole. */
  units: usize;
  /** u32 `[batch × tiles · 16]`: place of each unit; only read for units that have one. Not kept when whole. */
  places: usize;
  /** f32, a sample's rows from `sample · steps · tiles · 16` on, each as wide as its count, padded to a multiple of 16. */
  values: usize;
  /** f32 `[batch × tiles · 16]`: normed reward summed over the steps, every unit at its own place. */
  sums: usize;
  /** u16 `[batch × tiles]`: units that were active in this chunk or a later one. */
  active: usize;
  /** Where dense feedback finds the units of all samples side by side; written by `placeWindows`. */
  windows: Windows;
}

/** Units that have a place in some sample, in windows of as many tiles as fit into 32 places. */
@unmanaged
export class Windows {
  count: i32;
  /** u16 `[tiles]`: units of each tile that have a place. */
  kept: usize;
  /** u32 `[tiles + 1]`: place of the first of them. */
  firsts: usize;
  /** u32 `[tiles + 1]`: first tile of each window. */
  tiles: usize;
  /** f32 `[batch × count × steps × 32]`: normed reward, every unit at its place in its window; written by `spreadReward`. */
  rows: usize;
  /** u32 `[batch × count]`: places of a window that a sample has; written by `spreadReward`. */
  lanes: usize;
}
