/** Arrays of one span while its sums are found; they stand behind each other in scratch memory. */
@unmanaged
export class Search {
  units: i32;
  tableBits: i32;
  /** Distinct trains, and how many inputs have each. */
  distinct: i32;
  /** Inputs that spike. */
  active: i32;
  /** Sums and inputs that take part in the second round. */
  operands: i32;
  /** u32 `[2^tableBits]`: a distinct train counted from 1, where its hash points to or after; 0: free. */
  table: usize;
  /** u32 `[units]` each, by distinct train. */
  trains: usize;
  counts: usize;
  /** Where the next member's term goes; 0: the train is not shared. */
  cursors: usize;
  /** u32: what sum a shared train is. */
  sums: usize;
  /** u32 `[units]` each, by active input: the input and its distinct train. */
  inputs: usize;
  kinds: usize;
  /** u32 `[units]` each, by operand: its row in bytes and its train. */
  rows: usize;
  patterns: usize;
  /** u32 `[6 × 32]`: row in feedback of a block's shared pattern, 0 where it is not shared. */
  backRows: usize;
  /** u32 `[32]` each, of the block at hand: inputs with a pattern, and where the next term goes. */
  blockCounts: usize;
  blockCursors: usize;
  /** u32 `[5]`, of the block at hand: where each step's next term goes. */
  stepCursors: usize;
}

const SEARCH_BYTES: usize = 128;
const TABLE_BYTES: usize = 6 * 32 * 4;

export function layOut(scratch: usize, units: i32): Search {
  const search = changetype<Search>(scratch);
  const bytes = <usize>units << 2;
  search.units = units;
  search.tableBits = 33 - <i32>clz<u32>(units);
  let at = scratch + SEARCH_BYTES;
  search.backRows = at;
  search.blockCounts = at + TABLE_BYTES;
  search.blockCursors = at + TABLE_BYTES + 128;
  search.stepCursors = at + TABLE_BYTES + 256;
  at += TABLE_BYTES + 288;
  search.trains = at;
  search.counts = at + bytes;
  search.cursors = at + 2 * bytes;
  search.sums = at + 3 * bytes;
  search.inputs = at + 4 * bytes;
  search.kinds = at + 5 * bytes;
  search.rows = at + 6 * bytes;
  search.patterns = at + 7 * bytes;
  search.table = at + 8 * bytes;
  return search;
}

/** Whether one sum for `many` rows in `times` steps saves more than the store and load that it costs. */
@inline
export function saves(many: u32, times: u32): bool {
  return (many - 1) * (times - 1) > 1;
}

@inline
export function word(array: usize, index: u32): u32 {
  return load<u32>(array + (<usize>index << 2));
}

@inline
export function put(array: usize, index: u32, value: u32): void {
  store<u32>(array + (<usize>index << 2), value);
}

/** Writes a term where a cursor points to, and moves the cursor on. */
@inline
export function push(cursors: usize, index: u32, value: u32): void {
  const at = word(cursors, index);
  store<u32>(<usize>at, value);
  put(cursors, index, at + 4);
}
