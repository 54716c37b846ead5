import { movementOf } from './movement';
import { Neurons, SUBTRACT_AT_ONCE, SUBTRACT_DELAYED, ZERO_AT_ONCE, ZERO_DELAYED } from './neurons';

/**
 * One tile of adaptive-threshold neurons through all steps of a chunk.
 *
 *     B = threshold + adaptation · a;  u = decay · v + I;  m = u less what is pending;  s = H(m − B)
 *     a' = adaptationDecay · a + s
 *
 * @param state v, a, pending: three times 64 bytes; read and written. Pending is the threshold that a spike crossed
 *   whose reset is still to come.
 * @param moved D, `steps · 64` bytes; infinite where a pending reset to zero discards the step; 0: not kept.
 * @param distances ±1 before the first step, + where a reset is pending, then m − B of every step, `(steps + 1) · 64` bytes;
 *   0: not kept.
 */
export function advanceAdaptive(
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
  const base = f32x4.splat(neurons.threshold);
  const rise = f32x4.splat(neurons.adaptation);
  const relax = f32x4.splat(neurons.adaptationDecay);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const infinite = f32x4.splat(Infinity);
  const subtracts = reset == SUBTRACT_DELAYED || reset == SUBTRACT_AT_ONCE;
  const zeroes = reset == ZERO_DELAYED || reset == ZERO_AT_ONCE;
  const delayed = reset == SUBTRACT_DELAYED || reset == ZERO_DELAYED;
  if (distances != 0) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const pending = f32x4.ne(v128.load(state + quarter, 128), zero);
      v128.store(distances + quarter, v128.bitselect(one, f32x4.neg(one), pending));
    }
    distances += 64;
  }
  for (let step = 0; step < steps; step++) {
    let mask: i32 = 0;
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const v = v128.load(state + quarter);
      const a = v128.load(state + quarter, 64);
      const owed = v128.load(state + quarter, 128);
      const u = f32x4.add(f32x4.mul(decay, v), v128.load(currents + quarter));
      const pending = f32x4.ne(owed, zero);
      let m = u;
      if (subtracts) m = f32x4.sub(u, owed);
      if (zeroes) m = v128.andnot(u, pending);
      const threshold = f32x4.add(base, f32x4.mul(rise, a));
      if (distances != 0) v128.store(distances + quarter, f32x4.sub(m, threshold));
      const fired = f32x4.gt(m, threshold);
      let after = m;
      if (reset == SUBTRACT_AT_ONCE) after = f32x4.sub(m, v128.and(fired, threshold));
      if (reset == ZERO_AT_ONCE) after = v128.andnot(m, fired);
      if (trace != 0) v128.store(trace + quarter, v);
      if (moved != 0) {
        const d = movementOf(v, u);
        v128.store(moved + quarter, reset == ZERO_DELAYED ? v128.bitselect(infinite, d, pending) : d);
      }
      v128.store(state + quarter, after);
      v128.store(state + quarter, f32x4.add(f32x4.mul(relax, a), v128.and(fired, one)), 64);
      v128.store(state + quarter, delayed ? v128.and(fired, threshold) : zero, 128);
      mask |= i32x4.bitmask(fired) << (<i32>(quarter >> 2));
    }
    store<u16>(masks, <u16>mask);
    masks += maskStride;
    currents += stride;
    if (trace != 0) trace += 64;
    if (moved != 0) moved += 64;
    if (distances != 0) distances += 64;
  }
  if (trace != 0) memory.copy(trace, state, 64);
}
