import { gatherFour, gathered } from './gathered';
import { charged, kept, resetOf } from './membrane';
import { NEVER_RESET, Neurons, SUBTRACT_AT_ONCE, SUBTRACT_DELAYED } from './neurons';

/** Bytes of a step of eight units. */
export const REMADE_STEP: usize = 32;

/**
 * Runs eight leaky neurons of a sample under their constant current once more, with the same operations as the first time.
 *
 * @param units  u32 `[8]`: four times the number of each unit.
 * @param starts v of the sample before the first step.
 * @param to     f32 `[steps + 1][8]`: v before each step and after the last.
 */
export function remakeTrace(neurons: Neurons, sample: i32, units: usize, starts: usize, steps: i32, to: usize): void {
  const reset = resetOf(neurons.kind);
  if (reset == SUBTRACT_DELAYED) remake(SUBTRACT_DELAYED, neurons, sample, units, starts, steps, to);
  else if (reset == SUBTRACT_AT_ONCE) remake(SUBTRACT_AT_ONCE, neurons, sample, units, starts, steps, to);
  else remake(NEVER_RESET, neurons, sample, units, starts, steps, to);
}

@inline
function remake(
  reset: i32,
  neurons: Neurons,
  sample: i32,
  units: usize,
  starts: usize,
  steps: i32,
  to: usize,
): void {
  const decay = f32x4.splat(neurons.decay);
  const threshold = f32x4.splat(neurons.threshold);
  const currents = neurons.currents + <usize>(sample * neurons.sampleStride);
  const i0 = currentsOf(currents, neurons.tileStride, units);
  const i1 = currentsOf(currents, neurons.tileStride, units + 16);
  let v0 = gatherFour(starts, units);
  let v1 = gatherFour(starts, units + 16);
  v128.store(to, v0);
  v128.store(to, v1, 16);
  for (const end = to + <usize>steps * REMADE_STEP; to < end; ) {
    to += REMADE_STEP;
    const m0 = charged(reset, v0, i0, decay, threshold);
    const m1 = charged(reset, v1, i1, decay, threshold);
    v0 = kept(reset, v0, m0, f32x4.gt(m0, threshold), threshold);
    v1 = kept(reset, v1, m1, f32x4.gt(m1, threshold), threshold);
    v128.store(to, v0);
    v128.store(to, v1, 16);
  }
}

@inline
function currentsOf(currents: usize, tileStride: i32, units: usize): v128 {
  return gathered(
    currentOf(currents, tileStride, load<u32>(units)),
    currentOf(currents, tileStride, load<u32>(units, 4)),
    currentOf(currents, tileStride, load<u32>(units, 8)),
    currentOf(currents, tileStride, load<u32>(units, 12)),
  );
}

@inline
function currentOf(currents: usize, tileStride: i32, unit: u32): usize {
  return currents + <usize>((unit >> 6) * tileStride) + <usize>(unit & 63);
}
