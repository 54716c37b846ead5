/** exp of less is no normal float32. */
const LOWEST: f32 = -87;
const LOG2_E: f32 = 1.4426950408889634;
/** ln 2 in two parts: the first has so few digits that a whole multiple of it is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440054690583e-4;

/**
 * exp of four numbers that are not above 0, within a few roundings: `2ᵏ · exp(r)` with a whole k and |r| ≤ ½ ln 2, where
 * the Taylor series to the 7th power errs by less than 6 · 10⁻⁹. Below −87: exp(−87), which is 0 for all purposes.
 */
export function exponential(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(LOWEST));
  const k = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(LOG2_E)));
  const r = f32x4.sub(
    f32x4.sub(bounded, f32x4.mul(k, f32x4.splat(LN2_HIGH))),
    f32x4.mul(k, f32x4.splat(LN2_LOW)),
  );
  let series = f32x4.splat(1 / 5040.0);
  series = f32x4.add(f32x4.splat(1 / 720.0), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(1 / 120.0), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(1 / 24.0), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(1 / 6.0), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(0.5), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(1), f32x4.mul(r, series));
  series = f32x4.add(f32x4.splat(1), f32x4.mul(r, series));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return f32x4.mul(series, power);
}
