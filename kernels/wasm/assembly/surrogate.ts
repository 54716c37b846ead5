import { exponential } from './exponential';

/** What takes the place of the derivative of a spike or step. */
@unmanaged
export class Surrogate {
  kind: i32;
  /** Height, or slope, or 1 / width. */
  first: f32;
  /** Of `ARCTANGENT`: what the distance is multiplied with. */
  second: f32;
}

/** Kinds of `Surrogate`: `first / (1 + (second · x)²)`. */
export const ARCTANGENT: i32 = 0;
/** `1 / (1 + first · |x|)²` */
export const FAST_SIGMOID: i32 = 1;
/** `first · σ(first · x) · (1 − σ(first · x))` */
export const SIGMOID_SLOPE: i32 = 2;
/** `1` */
export const STRAIGHT_THROUGH: i32 = 3;
/** `max(0, 1 − first · |x|)` */
export const TRIANGLE: i32 = 4;
/** `first` below the threshold, `−first` at and above it. */
export const TRIANGULAR: i32 = 5;

/** The surrogate derivative at four distances from the threshold. */
@inline
export function surrogateAt(kind: i32, first: v128, second: v128, x: v128): v128 {
  const one = f32x4.splat(1);
  if (kind == ARCTANGENT) {
    const scaled = f32x4.mul(second, x);
    return f32x4.div(first, f32x4.add(one, f32x4.mul(scaled, scaled)));
  }
  if (kind == FAST_SIGMOID) {
    const root = f32x4.add(one, f32x4.mul(first, f32x4.abs(x)));
    return f32x4.div(one, f32x4.mul(root, root));
  }
  if (kind == TRIANGLE) return f32x4.max(f32x4.splat(0), f32x4.sub(one, f32x4.mul(first, f32x4.abs(x))));
  if (kind == TRIANGULAR) return v128.bitselect(f32x4.neg(first), first, f32x4.ge(x, f32x4.splat(0)));
  return kind == SIGMOID_SLOPE ? sigmoidSlope(first, x) : one;
}

/** `slope · E / (1 + E)²` with `E = exp(−slope · |x|)`, which does not overflow. */
function sigmoidSlope(slope: v128, x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.mul(slope, f32x4.abs(x))));
  const root = f32x4.add(f32x4.splat(1), e);
  return f32x4.mul(slope, f32x4.div(e, f32x4.mul(root, root)));
}
