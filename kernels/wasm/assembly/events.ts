import { Signal } from './signal';
import { TILE } from './tile';

/** Masks of analog values: which are not 0. Items: samples. */
export function maskValues(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const tiles = signal.tiles;
  const first = begin * signal.steps * tiles;
  const last = end * signal.steps * tiles;
  const zero = f32x4.splat(0);
  for (let k = first; k < last; k++) {
    const at = signal.values + ((<usize>k) << 6);
    const mask =
      i32x4.bitmask(f32x4.ne(v128.load(at), zero)) |
      (i32x4.bitmask(f32x4.ne(v128.load(at, 16), zero)) << 4) |
      (i32x4.bitmask(f32x4.ne(v128.load(at, 32), zero)) << 8) |
      (i32x4.bitmask(f32x4.ne(v128.load(at, 48), zero)) << 12);
    store<u16>(signal.masks + ((<usize>k) << 1), <u16>mask);
  }
}

/** Counts the events of each row into `offsets[row + 1]`. Items: samples. */
export function countRows(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const tiles = signal.tiles;
  for (let row = begin * signal.steps; row < end * signal.steps; row++) {
    let at = signal.masks + ((<usize>(row * tiles)) << 1);
    let count = 0;
    let left = tiles;
    for (; left >= 4; left -= 4, at += 8) count += <i32>popcnt(load<u64>(at));
    for (; left > 0; left--, at += 2) count += <i32>popcnt(<u32>load<u16>(at));
    store<u32>(signal.offsets + ((<usize>(row + 1)) << 2), count);
  }
}

/** Counts the events of each unit into `starts[unit + 1]`. Items: tiles. At most 32,767 rows are added up at once. */
export function countUnits(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const rows = signal.batch * signal.steps;
  for (let tile = begin; tile < end; tile++) {
    const counts = signal.starts + (<usize>(tile * TILE + 1) << 2);
    memory.fill(counts, 0, <usize>TILE << 2);
    for (let first = 0; first < rows; first += 32767) countSome(signal, tile, first, min(first + 32767, rows), counts);
  }
}

/** Adds the events of some rows to the counts of a tile: a mask becomes 16 lanes of −1, which are subtracted. */
function countSome(signal: Signal, tile: i32, first: i32, last: i32, counts: usize): void {
  const lowBits = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
  const highBits = i16x8(256, 512, 1024, 2048, 4096, 8192, 16384, -32768);
  const stride = <usize>signal.tiles << 1;
  let low = i16x8.splat(0);
  let high = i16x8.splat(0);
  let at = signal.masks + <usize>first * stride + (<usize>tile << 1);
  for (let row = first; row < last; row++, at += stride) {
    const mask = v128.load16_splat(at);
    low = i16x8.sub(low, i16x8.eq(v128.and(mask, lowBits), lowBits));
    high = i16x8.sub(high, i16x8.eq(v128.and(mask, highBits), highBits));
  }
  addCounts(counts, i32x4.extend_low_i16x8_u(low));
  addCounts(counts + 16, i32x4.extend_high_i16x8_u(low));
  addCounts(counts + 32, i32x4.extend_low_i16x8_u(high));
  addCounts(counts + 48, i32x4.extend_high_i16x8_u(high));
}

@inline
function addCounts(at: usize, more: v128): void {
  v128.store(at, i32x4.add(v128.load(at), more));
}

/** Turns counts at `[1 .. length]` into offsets, the first 0. Returns the total. */
export function addUp(offsets: usize, length: i32): i32 {
  let total: u32 = 0;
  store<u32>(offsets, 0);
  for (let k = 1; k <= length; k++) {
    const at = offsets + ((<usize>k) << 2);
    total += load<u32>(at);
    store<u32>(at, total);
  }
  return total;
}

/** Lists the events of each row. Items: samples. */
export function listRows(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const tiles = signal.tiles;
  let event = load<u32>(signal.offsets + ((<usize>(begin * signal.steps)) << 2));
  for (let row = begin * signal.steps; row < end * signal.steps; row++) {
    const masks = signal.masks + ((<usize>(row * tiles)) << 1);
    let tile = 0;
    // Four masks at a time: whether another event follows is guessed wrong once for all of them.
    for (; tile + 4 <= tiles; tile += 4) event = listMask(signal, row, tile, load<u64>(masks + (<usize>tile << 1)), event);
    for (; tile < tiles; tile++) event = listMask(signal, row, tile, <u64>load<u16>(masks + (<usize>tile << 1)), event);
  }
}

/** Lists the units of up to four tiles; returns the number of the next event. */
@inline
function listMask(signal: Signal, row: i32, tile: i32, mask: u64, event: u32): u32 {
  for (; mask != 0; mask &= mask - 1, event++) {
    const unit = (tile << 4) + <i32>ctz(mask);
    store<u32>(signal.units + (<usize>event << 2), unit);
    if (signal.heights == 0) continue;
    const value = signal.values + (<usize>(((row * signal.tiles) << 4) + unit) << 2);
    store<f32>(signal.heights + (<usize>event << 2), load<f32>(value));
  }
  return event;
}

/** Lists the events of each unit. Items: tiles. */
export function listUnits(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const tiles = signal.tiles;
  const rows = signal.batch * signal.steps;
  const valued = signal.rowHeights != 0;
  // Where the next event of each of the tile's units goes.
  const next = scratch;
  for (let tile = begin; tile < end; tile++) {
    memory.copy(next, signal.starts + ((<usize>(tile << 4)) << 2), 64);
    let at = signal.masks + ((<usize>tile) << 1);
    for (let row = 0; row < rows; row++, at += (<usize>tiles) << 1) {
      let mask = <u32>load<u16>(at);
      while (mask != 0) {
        const lane = <usize>ctz(mask);
        mask &= mask - 1;
        const place = next + (lane << 2);
        const event = load<u32>(place);
        store<u32>(place, event + 1);
        store<u32>(signal.rows + ((<usize>event) << 2), row);
        if (valued)
          store<f32>(
            signal.rowHeights + ((<usize>event) << 2),
            load<f32>(signal.values + ((<usize>(((row * tiles + tile) << 4) + <i32>lane)) << 2)),
          );
      }
    }
  }
}
