/** Four values from four places. */
@inline
export function gathered(a: usize, b: usize, c: usize, d: usize): v128 {
  let four = v128.load32_zero(a);
  four = v128.load_lane<f32>(b, four, 1);
  four = v128.load_lane<f32>(c, four, 2);
  return v128.load_lane<f32>(d, four, 3);
}

/** Four values of an array of one line a tile; `units`: four times the number of each unit. */
@inline
export function gatherFour(base: usize, units: usize): v128 {
  return gathered(
    base + <usize>load<u32>(units),
    base + <usize>load<u32>(units, 4),
    base + <usize>load<u32>(units, 8),
    base + <usize>load<u32>(units, 12),
  );
}
