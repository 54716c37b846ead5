import { movementOf } from './movement';
import {
  NEVER_RESET,
  Neurons,
  SUBTRACT_AT_ONCE,
  SUBTRACT_DELAYED,
  SYNAPTIC,
  ZERO_AT_ONCE,
  ZERO_DELAYED,
} from './neurons';

// One tile of one sample through all steps of a chunk, four vectors at a time. All functions write the traces that
// feedback and gradients need where there is room for them.

@inline
function maskOf(a: v128, b: v128, c: v128, d: v128): u16 {
  return <u16>(
    (i32x4.bitmask(a) | (i32x4.bitmask(b) << 4) | (i32x4.bitmask(c) << 8) | (i32x4.bitmask(d) << 12))
  );
}

/**
 * A membrane after a step, before anything is reset at once; `before` is v.
 *
 * subtract: `decay · v + I − H(v − θ) · θ`; zero: 0 where v is above θ; none: `decay · v + I`.
 */
@inline
export function charged(reset: i32, before: v128, current: v128, decay: v128, threshold: v128): v128 {
  const full = f32x4.add(f32x4.mul(decay, before), current);
  if (reset == NEVER_RESET) return full;
  const pending = f32x4.gt(before, threshold);
  if (reset == SUBTRACT_DELAYED || reset == SUBTRACT_AT_ONCE) return f32x4.sub(full, v128.and(pending, threshold));
  return v128.andnot(full, pending);
}

/** What is kept of the membrane `m`. */
@inline
export function kept(reset: i32, before: v128, m: v128, fired: v128, threshold: v128): v128 {
  if (reset == SUBTRACT_AT_ONCE) {
    const pending = f32x4.gt(before, threshold);
    return f32x4.sub(m, f32x4.sub(v128.and(fired, threshold), v128.and(pending, threshold)));
  }
  if (reset == ZERO_AT_ONCE) return v128.andnot(m, fired);
  return m;
}

/** D of a reset to zero: `|v| + |decay · v + I − v|`, infinite where the step is discarded. */
@inline
function movedToZero(before: v128, current: v128, decay: v128, threshold: v128): v128 {
  const moved = movementOf(before, f32x4.add(f32x4.mul(decay, before), current));
  return v128.bitselect(f32x4.splat(Infinity), moved, f32x4.gt(before, threshold));
}

/** Writes how far the membranes of a tile are above a threshold; returns where the next step's go. */
@inline
function storeDistances(to: usize, a: v128, b: v128, c: v128, d: v128, threshold: v128): usize {
  v128.store(to, f32x4.sub(a, threshold));
  v128.store(to, f32x4.sub(b, threshold), 16);
  v128.store(to, f32x4.sub(c, threshold), 32);
  v128.store(to, f32x4.sub(d, threshold), 48);
  return to + 64;
}

@inline
function leaky(
  reset: i32,
  neurons: Neurons,
  state: usize,
  masks: usize,
  maskStride: usize,
  currents: usize,
  stride: usize,
  steps: i32,
  trace: usize,
  moved: usize,
  distances: usize,
): void {
  const decay = f32x4.splat(neurons.decay);
  const threshold = f32x4.splat(neurons.threshold);
  const resetsToZero = reset == ZERO_DELAYED || reset == ZERO_AT_ONCE;
  let v0 = v128.load(state);
  let v1 = v128.load(state, 16);
  let v2 = v128.load(state, 32);
  let v3 = v128.load(state, 48);
  if (distances != 0) distances = storeDistances(distances, v0, v1, v2, v3, threshold);
  for (let step = 0; step < steps; step++) {
    const i0 = v128.load(currents);
    const i1 = v128.load(currents, 16);
    const i2 = v128.load(currents, 32);
    const i3 = v128.load(currents, 48);
    if (trace != 0) {
      v128.store(trace, v0);
      v128.store(trace, v1, 16);
      v128.store(trace, v2, 32);
      v128.store(trace, v3, 48);
      trace += 64;
    }
    if (resetsToZero && moved != 0) {
      v128.store(moved, movedToZero(v0, i0, decay, threshold));
      v128.store(moved, movedToZero(v1, i1, decay, threshold), 16);
      v128.store(moved, movedToZero(v2, i2, decay, threshold), 32);
      v128.store(moved, movedToZero(v3, i3, decay, threshold), 48);
      moved += 64;
    }
    const m0 = charged(reset, v0, i0, decay, threshold);
    const m1 = charged(reset, v1, i1, decay, threshold);
    const m2 = charged(reset, v2, i2, decay, threshold);
    const m3 = charged(reset, v3, i3, decay, threshold);
    if (distances != 0) distances = storeDistances(distances, m0, m1, m2, m3, threshold);
    const s0 = f32x4.gt(m0, threshold);
    const s1 = f32x4.gt(m1, threshold);
    const s2 = f32x4.gt(m2, threshold);
    const s3 = f32x4.gt(m3, threshold);
    v0 = kept(reset, v0, m0, s0, threshold);
    v1 = kept(reset, v1, m1, s1, threshold);
    v2 = kept(reset, v2, m2, s2, threshold);
    v3 = kept(reset, v3, m3, s3, threshold);
    store<u16>(masks, maskOf(s0, s1, s2, s3));
    masks += maskStride;
    currents += stride;
  }
  v128.store(state, v0);
  v128.store(state, v1, 16);
  v128.store(state, v2, 32);
  v128.store(state, v3, 48);
  if (trace != 0) {
    v128.store(trace, v0);
    v128.store(trace, v1, 16);
    v128.store(trace, v2, 32);
    v128.store(trace, v3, 48);
  }
}

/**
 * Leaky integrate-and-fire neurons.
 *
 * @param state      v, 64 bytes; read and written.
 * @param masks      Where the mask of the first step goes, `maskStride` bytes from step to step.
 * @param currents   I of the first step, `stride` bytes from step to step (0: the same at every step).
 * @param trace      v before every step and after the last, `(steps + 1) · 64` bytes; 0: not kept.
 * @param moved      D, `steps · 64` bytes, for a reset to zero; 0: not kept.
 * @param distances  v − θ before the first step, then m − θ of every step, `(steps + 1) · 64` bytes; 0: not kept.
 */
export function advanceLeaky(
  reset: i32,
  neurons: Neurons,
  state: usize,
  masks: usize,
  maskStride: usize,
  currents: usize,
  stride: usize,
  steps: i32,
  trace: usize,
  moved: usize,
  distances: usize,
): void {
  switch (reset) {
    case SUBTRACT_DELAYED:
      leaky(SUBTRACT_DELAYED, neurons, state, masks, maskStride, currents, stride, steps, trace, moved, distances);
      return;
    case SUBTRACT_AT_ONCE:
      leaky(SUBTRACT_AT_ONCE, neurons, state, masks, maskStride, currents, stride, steps, trace, moved, distances);
      return;
    case ZERO_DELAYED:
      leaky(ZERO_DELAYED, neurons, state, masks, maskStride, currents, stride, steps, trace, moved, distances);
      return;
    case ZERO_AT_ONCE:
      leaky(ZERO_AT_ONCE, neurons, state, masks, maskStride, currents, stride, steps, trace, moved, distances);
      return;
    default:
      leaky(NEVER_RESET, neurons, state, masks, maskStride, currents, stride, steps, trace, moved, distances);
  }
}

/**
 * Filters currents through an exponential synapse in place: `i = synapseDecay · i + I`.
 *
 * @param from  I of the first step, `stride` bytes from step to step.
 * @param to    Where i goes, 64 bytes a step.
 * @param state i, 64 bytes; read and written.
 */
export function filterCurrents(neurons: Neurons, from: usize, stride: usize, to: usize, steps: i32, state: usize): void {
  const decay = f32x4.splat(neurons.synapseDecay);
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    let i = v128.load(state + quarter);
    for (let step = 0; step < steps; step++) {
      i = f32x4.add(f32x4.mul(decay, i), v128.load(from + quarter + <usize>step * stride));
      v128.store(to + quarter + (<usize>step << 6), i);
    }
    v128.store(state + quarter, i);
  }
}

/** The way a membrane is reset, whatever stands before it. */
@inline
export function resetOf(kind: i32): i32 {
  return kind & (SYNAPTIC - 1);
}
