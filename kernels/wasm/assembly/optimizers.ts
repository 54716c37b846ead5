import { QUIET, UNTOUCHED } from './row-states';

/** One tensor, in tiles of `rows` lines of 16 values. */
@unmanaged
export class Parameters {
  values: usize;
  feedback: usize;
  /** Velocity, or mean. */
  first: usize;
  /** Mean square; Adam only. */
  second: usize;
  rows: i32;
  /** u8 `[rows]`, see `QUIET`; 0: every row has feedback. */
  states: usize;
  /** f32 `[tiles]`: largest magnitude of each tile after the step; not finite when one value is not. */
  largest: usize;
  /** What the feedback is multiplied with: 1, or less when it is clipped. */
  scale: f32;
  weightDecay: f32;
  /** SGD: lr; Adam: lr / (1 − β₁ᵏ). */
  rate: f32;
  /** SGD: momentum. */
  beta1: f32;
  beta2: f32;
  /** 1 − β₁ and 1 − β₂, rounded once. */
  rest1: f32;
  rest2: f32;
  /** 1 / √(1 − β₂ᵏ) */
  correction: f32;
  epsilon: f32;
}

/** Moments below this are 0: numbers too small to be normal cost a core a hundred times as long. */
const SMALLEST: f32 = 1e-35;

@inline
function flushed(four: v128, smallest: v128): v128 {
  return v128.and(four, f32x4.gt(f32x4.abs(four), smallest));
}

/** Largest of four; NaN when one is. */
function largestOf(four: v128): f32 {
  return max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  );
}

/** `g = weightDecay · θ − scale · f`, `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`, `θ − rate · m / (√v · correction + ε)`. Items: tiles. */
export function adam(p: Parameters, begin: i32, end: i32, scratch: usize): void {
  const beta1 = f32x4.splat(p.beta1);
  const beta2 = f32x4.splat(p.beta2);
  const rest1 = f32x4.splat(p.rest1);
  const rest2 = f32x4.splat(p.rest2);
  const rate = f32x4.splat(p.rate);
  const correction = f32x4.splat(p.correction);
  const epsilon = f32x4.splat(p.epsilon);
  const decay = f32x4.splat(p.weightDecay);
  const scale = f32x4.splat(p.scale);
  const smallest = f32x4.splat(SMALLEST);
  for (let tile = begin; tile < end; tile++) {
    let top = f32x4.splat(0);
    for (let row = 0; row < p.rows; row++) {
      const state = p.states == 0 ? <u8>2 : load<u8>(p.states + <usize>row);
      if (state == UNTOUCHED && p.weightDecay == 0) continue;
      const line = <usize>(tile * p.rows + row) << 6;
      for (let at = line; at < line + 64; at += 16) {
        const old = v128.load(p.values + at);
        let g = f32x4.mul(decay, old);
        if (state > QUIET) g = f32x4.sub(g, f32x4.mul(scale, v128.load(p.feedback + at)));
        const m = flushed(f32x4.add(f32x4.mul(beta1, v128.load(p.first + at)), f32x4.mul(rest1, g)), smallest);
        const v = flushed(
          f32x4.add(f32x4.mul(beta2, v128.load(p.second + at)), f32x4.mul(f32x4.mul(rest2, g), g)),
          smallest,
        );
        const deviation = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), epsilon);
        const value = f32x4.sub(old, f32x4.div(f32x4.mul(rate, m), deviation));
        v128.store(p.first + at, m);
        v128.store(p.second + at, v);
        v128.store(p.values + at, value);
        top = f32x4.max(top, f32x4.max(f32x4.abs(value), v));
      }
    }
    store<f32>(p.largest + (<usize>tile << 2), largestOf(top));
  }
}

/** `g = weightDecay · θ − scale · f`, `m = momentum · m + g`, `θ − rate · m`. Items: tiles. */
export function sgd(p: Parameters, begin: i32, end: i32, scratch: usize): void {
  const momentum = f32x4.splat(p.beta1);
  const rate = f32x4.splat(p.rate);
  const decay = f32x4.splat(p.weightDecay);
  const scale = f32x4.splat(p.scale);
  const smallest = f32x4.splat(SMALLEST);
  for (let tile = begin; tile < end; tile++) {
    let top = f32x4.splat(0);
    for (let row = 0; row < p.rows; row++) {
      const state = p.states == 0 ? <u8>2 : load<u8>(p.states + <usize>row);
      if (state == UNTOUCHED && p.weightDecay == 0) continue;
      const line = <usize>(tile * p.rows + row) << 6;
      for (let at = line; at < line + 64; at += 16) {
        const old = v128.load(p.values + at);
        let g = f32x4.mul(decay, old);
        if (state > QUIET) g = f32x4.sub(g, f32x4.mul(scale, v128.load(p.feedback + at)));
        const m = flushed(f32x4.add(f32x4.mul(momentum, v128.load(p.first + at)), g), smallest);
        const value = f32x4.sub(old, f32x4.mul(rate, m));
        v128.store(p.first + at, m);
        v128.store(p.values + at, value);
        top = f32x4.max(top, f32x4.max(f32x4.abs(value), f32x4.abs(m)));
      }
    }
    store<f32>(p.largest + (<usize>tile << 2), largestOf(top));
  }
}
