import { squaresOf } from './lanes';
import { ADD, CLEAR, KEEP, SKIP, WRITE } from './row-states';
import { ROW_SHIFT } from './trains';
import { Signal } from './signal';
import { shuffleOf } from './window-lanes';

/** Feedback of the weights of a dense layer: `|W| ⊙ Σ xᵀ n`; for a gradient `Σ xᵀ δ`. */
@unmanaged
export class Growing {
  input: Signal;
  output: Signal;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** f32 `[tiles of units][fanIn][16]`; 0: the growth itself is the feedback (gradients). */
  weights: usize;
  /** f32, laid out as the weights. */
  feedback: usize;
  /** f64 `[tiles of units]`: squared length of each tile's feedback. */
  squares: usize;
  /** u8 `[fanIn]`: what to do with each row; see `rowStates`. */
  actions: usize;
}

/** `f = |w| · growth`, beside what is there if asked; returns the squares. */
@inline
function finishLanes(weights: usize, growth: usize, shuffle: v128, target: usize, adds: bool): v128 {
  let f = f32x4.mul(f32x4.abs(v128.load(weights)), i8x16.swizzle(v128.load(growth), shuffle));
  if (adds) f = f32x4.add(f, v128.load(target));
  v128.store(target, f);
  return squaresOf(f);
}

/**
 * Makes feedback of the growth of a tile.
 *
 * @param kept   Lanes of the tile that have a place in the growth; the others had no reward.
 * @param growth f32 `[fanIn][32]`, read up to 12 bytes behind its end.
 * @param place  Where the tile's first place stands in a row, in bytes.
 */
export function finishRows(args: Growing, tile: i32, kept: u32, growth: usize, place: usize): void {
  if (args.weights == 0) return copyRows(args, tile, growth + place);
  const shuffle0 = shuffleOf(kept & 15);
  const shuffle1 = shuffleOf((kept >> 4) & 15);
  const shuffle2 = shuffleOf((kept >> 8) & 15);
  const shuffle3 = shuffleOf(kept >> 12);
  const place1 = <usize>popcnt(kept & 15) << 2;
  const place2 = <usize>popcnt(kept & 255) << 2;
  const place3 = <usize>popcnt(kept & 4095) << 2;
  let square = f64x2.splat(0);
  let offset = <usize>(tile * args.fanIn) << 6;
  growth += place;
  for (let input = 0; input < args.fanIn; input++, offset += 64, growth += 1 << ROW_SHIFT) {
    const action = load<u8>(args.actions + <usize>input);
    if (action == SKIP) continue;
    const f = args.feedback + offset;
    if (action >= WRITE) {
      const w = args.weights + offset;
      const adds = action == ADD;
      square = f64x2.add(square, finishLanes(w, growth, shuffle0, f, adds));
      square = f64x2.add(square, finishLanes(w + 16, growth + place1, shuffle1, f + 16, adds));
      square = f64x2.add(square, finishLanes(w + 32, growth + place2, shuffle2, f + 32, adds));
      square = f64x2.add(square, finishLanes(w + 48, growth + place3, shuffle3, f + 48, adds));
      continue;
    }
    square = f64x2.add(square, clearOrKeep(action, f));
  }
  storeSquare(args, tile, square);
}

/** A row without growth is cleared or stays; returns the squares of what is there then. */
@inline
function clearOrKeep(action: u8, feedback: usize): v128 {
  let square = f64x2.splat(0);
  for (let at = feedback; at < feedback + 64; at += 16) {
    if (action == CLEAR) v128.store(at, f32x4.splat(0));
    if (action == KEEP) square = f64x2.add(square, squaresOf(v128.load(at)));
  }
  return square;
}

@inline
function storeSquare(args: Growing, tile: i32, square: v128): void {
  store<f64>(
    args.squares + (<usize>tile << 3),
    f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1),
  );
}

/** The same where growth is the feedback and every unit has a place. */
function copyRows(args: Growing, tile: i32, growth: usize): void {
  let square = f64x2.splat(0);
  let f = args.feedback + (<usize>(tile * args.fanIn) << 6);
  for (let input = 0; input < args.fanIn; input++, f += 64, growth += 1 << ROW_SHIFT) {
    const action = load<u8>(args.actions + <usize>input);
    if (action == SKIP) continue;
    if (action < WRITE) {
      square = f64x2.add(square, clearOrKeep(action, f));
      continue;
    }
    for (let at: usize = 0; at < 64; at += 16) {
      let value = v128.load(growth + at);
      if (action == ADD) value = f32x4.add(value, v128.load(f + at));
      v128.store(f + at, value);
      square = f64x2.add(square, squaresOf(value));
    }
  }
  storeSquare(args, tile, square);
}
