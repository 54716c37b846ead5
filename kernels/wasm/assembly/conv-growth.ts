import { squaresOf } from './lanes';

/** From the growth that slices of samples found to the feedback of a convolution's weights: `|W| ⊙ Σ_slices growth`, for a gradient the sum itself. */
@unmanaged
export class ConvGrowth {
  /** Channel tiles, and rows in each. */
  tiles: i32;
  rows: i32;
  /** f32 `[tiles][rows][16]`; 0: the sum itself is the feedback (gradients). */
  weights: usize;
  feedback: usize;
  /** f32 `[slices][tiles][rows][16]`. */
  growth: usize;
  slices: i32;
  /** f64 `[rows]`: squared length of each row of feedback. */
  squares: usize;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
}

/** Items: rows. Adds the slices up in their order. */
export function convGrowth(args: ConvGrowth, begin: i32, end: i32, scratch: usize): void {
  const slice = (<usize>(args.tiles * args.rows)) << 6;
  for (let row = begin; row < end; row++) {
    let both = f64x2.splat(0);
    for (let tile = 0; tile < args.tiles; tile++)
      for (let quarter: usize = 0; quarter < 64; quarter += 16) {
        const at = ((<usize>(tile * args.rows + row)) << 6) + quarter;
        let total = v128.load(args.growth + at);
        for (let k = 1; k < args.slices; k++) total = f32x4.add(total, v128.load(args.growth + <usize>k * slice + at));
        let f = total;
        if (args.weights != 0) f = f32x4.mul(f32x4.abs(v128.load(args.weights + at)), total);
        if (args.adds != 0) f = f32x4.add(f, v128.load(args.feedback + at));
        v128.store(args.feedback + at, f);
        both = f64x2.add(both, squaresOf(f));
      }
    store<f64>(args.squares + ((<usize>row) << 3), f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1));
  }
}
