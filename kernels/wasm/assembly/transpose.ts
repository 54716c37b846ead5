import { TILE } from './tile';

/** A dense layer's weights on their way from where its units read them to where its inputs get errors. */
@unmanaged
export class Transposition {
  /** f32 `[tiles of units][fanIn][16]`. */
  from: usize;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** Real units. */
  units: i32;
  /** f32 `[tiles of inputs][units][16]`. */
  to: usize;
}

/** Items: tiles of inputs. Scratch: 1024 bytes. */
export function transposeTiles(args: Transposition, begin: i32, end: i32, scratch: usize): void {
  for (let tile = begin; tile < end; tile++) {
    const to = args.to + (<usize>(tile * args.units) << 6);
    for (let unit = 0; unit < args.units; unit += TILE) {
      const from = args.from + (<usize>((unit >> 4) * args.fanIn + (tile << 4)) << 6);
      const target = to + (<usize>unit << 6);
      if (unit + TILE <= args.units) {
        transposeTile(from, target);
        continue;
      }
      transposeTile(from, scratch);
      memory.copy(target, scratch, <usize>(args.units - unit) << 6);
    }
  }
}

/** 16 lines of 16, four by four. */
@inline
function transposeTile(from: usize, to: usize): void {
  for (let row: usize = 0; row < 4; row++)
    for (let column: usize = 0; column < 4; column++)
      transposeFour(from + (row << 8) + (column << 4), to + (column << 8) + (row << 4));
}

@inline
function transposeFour(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 64);
  const c = v128.load(from, 128);
  const d = v128.load(from, 192);
  const lowAb = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const highAb = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const lowCd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const highCd = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(lowAb, lowCd, 0, 2));
  v128.store(to, i64x2.shuffle(lowAb, lowCd, 1, 3), 64);
  v128.store(to, i64x2.shuffle(highAb, highCd, 0, 2), 128);
  v128.store(to, i64x2.shuffle(highAb, highCd, 1, 3), 192);
}
