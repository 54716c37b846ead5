import { movementOf } from './movement';
import { gatherFour, gathered } from './gathered';
import { resetOf } from './membrane';
import { ADAPTIVE, NEVER_RESET, Neurons, STEP, SUBTRACT_AT_ONCE, SUBTRACT_DELAYED, SYNAPTIC } from './neurons';
import { blockOf, countOf, isWhole, listOf, sumsOf, unitAt, widthOf } from './reward-access';
import { REMADE_STEP, remakeTrace } from './remade-trace';
import { Reward, Signal } from './signal';

/** From the reward of what neurons gave out to the normed reward of their sums, in the same place. */
@unmanaged
export class Norming {
  output: Signal;
  neurons: Neurons;
  epsilon: f32;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[batch × tiles · 16]`, C: reward handed down by the chunk after, and to the one before. Spiking neurons only. */
  carried: usize;
  /** f32 `[batch × tiles · 16]`, the same of a synaptic current. */
  carriedCurrent: usize;
}

/** Items: samples. Also sums the normed reward over the steps into `Reward.sums`. Scratch: `160 + 32 · steps` bytes. */
export function normReward(args: Norming, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const units = <usize>output.tiles << 6;
  for (let sample = begin; sample < end; sample++) {
    memory.fill(reward.sums + <usize>sample * units, 0, units);
    if (args.neurons.kind >= STEP) normStatic(args, reward, sample);
    else normMembranes(args, reward, sample, scratch);
  }
}

/** `A = R + C`, `n = A / (D + epsilon)`, `C = decay · n · v` of the step before; last step first. */
function normMembranes(args: Norming, reward: Reward, sample: i32, scratch: usize): void {
  const neurons = args.neurons;
  const kind = neurons.kind;
  const reset = resetOf(kind);
  const synaptic = kind >= SYNAPTIC && kind < ADAPTIVE;
  const subtracts = reset == SUBTRACT_DELAYED || reset == SUBTRACT_AT_ONCE;
  if (kind >= ADAPTIVE || !(subtracts || reset == NEVER_RESET)) {
    if (synaptic) normAll(args, reward, sample, scratch, KEPT, false, true);
    else normAll(args, reward, sample, scratch, KEPT, false, false);
  } else if (neurons.starts != 0) {
    if (subtracts) normAll(args, reward, sample, scratch, REMADE, true, false);
    else normAll(args, reward, sample, scratch, REMADE, false, false);
  } else if (subtracts) {
    if (synaptic) normAll(args, reward, sample, scratch, TOLD, true, true);
    else normAll(args, reward, sample, scratch, TOLD, true, false);
  } else if (synaptic) normAll(args, reward, sample, scratch, TOLD, false, true);
  else normAll(args, reward, sample, scratch, TOLD, false, false);
}

/** Where D comes from: it was kept; the voltages that were kept tell it; voltages that are remade tell it. */
const KEPT: i32 = 0;
const TOLD: i32 = 1;
const REMADE: i32 = 2;

/**
 * Eight units at a time: their two chains of divisions do not wait for each other.
 *
 * @param source    Where D comes from.
 * @param subtracts Whether a reset subtracts the threshold.
 * @param synaptic  Whether a synaptic current stands before the membrane.
 */
@inline
function normAll(
  args: Norming,
  reward: Reward,
  sample: i32,
  scratch: usize,
  source: i32,
  subtracts: bool,
  synaptic: bool,
): void {
  const told = source != KEPT;
  const neurons = args.neurons;
  const steps = args.steps;
  const tiles = args.output.tiles;
  const width = widthOf(reward, sample);
  const block = blockOf(args.output, reward, sample);
  const list = listOf(args.output, reward, sample);
  const count = countOf(reward, sample);
  const ofSample = <usize>(sample * tiles) << 6;
  const epsilon = f32x4.splat(args.epsilon);
  const decay = f32x4.splat(neurons.decay);
  const relay = f32x4.splat(neurons.synapseDecay);
  const threshold = f32x4.splat(neurons.threshold);
  const line = told ? <usize>(steps + 1) << 6 : <usize>steps << 6;
  const voltages = neurons.voltages + <usize>(sample * tiles) * (<usize>(steps + 1) << 6);
  const moves = neurons.moved + <usize>(sample * tiles) * (<usize>steps << 6);
  // Offsets of eight units in the traces and in arrays of one line a tile, then what is carried from step to step.
  const places = scratch;
  const units = scratch + 64;
  const remade = scratch + 128;
  for (let place = 0; place < count; place += 8) {
    for (let k = 0; k < 8; k++) {
      // Places behind the last unit follow unit 0 without reward, and are not written back.
      const unit = isWhole(reward) ? place + k : <i32>load<u32>(list + (<usize>(place + k) << 2));
      store<u32>(units + (<usize>k << 2), unit << 2);
      store<u32>(places + (<usize>k << 2), (unit & 15) << 2);
      store<u32>(places + (<usize>k << 2), unit >> 4, 32);
    }
    const real = count - place;
    const carried = args.carried + ofSample;
    const carriedCurrent = args.carriedCurrent + ofSample;
    let c0 = firstLanes(gatherFour(carried, units), real);
    let c1 = firstLanes(gatherFour(carried, units + 16), real - 4);
    let k0 = f32x4.splat(0);
    let k1 = f32x4.splat(0);
    if (synaptic) {
      k0 = firstLanes(gatherFour(carriedCurrent, units), real);
      k1 = firstLanes(gatherFour(carriedCurrent, units + 16), real - 4);
    }
    let total0 = f32x4.splat(0);
    let total1 = f32x4.splat(0);
    if (source == REMADE) remakeTrace(neurons, sample, units, neurons.starts + ofSample, steps, remade);
    const span = <usize>(steps + 1) << 6;
    const p0 = traceOf(voltages, places, span, 0);
    const p1 = traceOf(voltages, places, span, 4);
    const p2 = traceOf(voltages, places, span, 8);
    const p3 = traceOf(voltages, places, span, 12);
    const p4 = traceOf(voltages, places, span, 16);
    const p5 = traceOf(voltages, places, span, 20);
    const p6 = traceOf(voltages, places, span, 24);
    const p7 = traceOf(voltages, places, span, 28);
    let at = <usize>steps << 6;
    let again = remade + <usize>steps * REMADE_STEP;
    let after0 = c0;
    let after1 = c1;
    if (told) {
      after0 = source == REMADE ? v128.load(again) : gathered(p0 + at, p1 + at, p2 + at, p3 + at);
      after1 = source == REMADE ? v128.load(again, 16) : gathered(p4 + at, p5 + at, p6 + at, p7 + at);
    }
    let target = block + <usize>steps * width + (<usize>place << 2);
    for (; at != 0; ) {
      at -= 64;
      target -= width;
      again -= REMADE_STEP;
      const v0 = source == REMADE ? v128.load(again) : gathered(p0 + at, p1 + at, p2 + at, p3 + at);
      const v1 = source == REMADE ? v128.load(again, 16) : gathered(p4 + at, p5 + at, p6 + at, p7 + at);
      let moved0: v128;
      let moved1: v128;
      if (told) {
        moved0 = movement(v0, after0, threshold, subtracts);
        moved1 = movement(v1, after1, threshold, subtracts);
        after0 = v0;
        after1 = v1;
      } else {
        moved0 = keptMovement(moves + at, places, line, 0);
        moved1 = keptMovement(moves + at, places, line, 16);
      }
      const n0 = f32x4.div(f32x4.add(v128.load(target), c0), f32x4.add(moved0, epsilon));
      const n1 = f32x4.div(f32x4.add(v128.load(target, 16), c1), f32x4.add(moved1, epsilon));
      c0 = f32x4.mul(n0, f32x4.mul(decay, v0));
      c1 = f32x4.mul(n1, f32x4.mul(decay, v1));
      if (synaptic) {
        k0 = f32x4.add(n0, f32x4.mul(relay, k0));
        k1 = f32x4.add(n1, f32x4.mul(relay, k1));
      }
      const out0 = synaptic ? k0 : n0;
      const out1 = synaptic ? k1 : n1;
      v128.store(target, out0);
      v128.store(target, out1, 16);
      total0 = f32x4.add(total0, out0);
      total1 = f32x4.add(total1, out1);
    }
    const sums = reward.sums + ofSample;
    scatterFirst(total0, total1, sums, units, real);
    scatterFirst(c0, c1, carried, units, real);
    if (synaptic) scatterFirst(k0, k1, carriedCurrent, units, real);
  }
}

/** `|v| + |v of the step after, its reset undone, − v|` */
@inline
function movement(v: v128, after: v128, threshold: v128, subtracts: bool): v128 {
  const undone = subtracts ? f32x4.add(after, v128.and(f32x4.gt(v, threshold), threshold)) : after;
  return movementOf(v, undone);
}

/** Where the trace of a unit begins; `k`: four times its number among eight. */
@inline
function traceOf(traces: usize, places: usize, span: usize, k: usize): usize {
  return traces + <usize>load<u32>(places + k, 32) * span + <usize>load<u32>(places + k);
}

@inline
function keptMovement(moves: usize, places: usize, line: usize, k: usize): v128 {
  return gathered(
    traceOf(moves, places, line, k),
    traceOf(moves, places, line, k + 4),
    traceOf(moves, places, line, k + 8),
    traceOf(moves, places, line, k + 12),
  );
}

/** Zeroes the lanes from `lanes` on. */
@inline
function firstLanes(four: v128, lanes: i32): v128 {
  return v128.and(four, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes)));
}

/** Writes the first of eight values to where their units stand. */
@inline
function scatterFirst(low: v128, high: v128, base: usize, units: usize, real: i32): void {
  v128.store_lane<f32>(base + <usize>load<u32>(units), low, 0);
  if (real > 1) v128.store_lane<f32>(base + <usize>load<u32>(units, 4), low, 1);
  if (real > 2) v128.store_lane<f32>(base + <usize>load<u32>(units, 8), low, 2);
  if (real > 3) v128.store_lane<f32>(base + <usize>load<u32>(units, 12), low, 3);
  if (real > 4) v128.store_lane<f32>(base + <usize>load<u32>(units, 16), high, 0);
  if (real > 5) v128.store_lane<f32>(base + <usize>load<u32>(units, 20), high, 1);
  if (real > 6) v128.store_lane<f32>(base + <usize>load<u32>(units, 24), high, 2);
  if (real > 7) v128.store_lane<f32>(base + <usize>load<u32>(units, 28), high, 3);
}

/** Units without memory: `n = R / (z + sign(z) · epsilon)`, the sign of 0 being +. */
function normStatic(args: Norming, reward: Reward, sample: i32): void {
  const rows = args.output.steps;
  const units = args.output.tiles << 4;
  const whole = isWhole(reward);
  const count = countOf(reward, sample);
  const width = widthOf(reward, sample);
  const block = blockOf(args.output, reward, sample);
  const list = listOf(args.output, reward, sample);
  const sums = sumsOf(args.output, reward, sample);
  for (let row = 0; row < rows; row++) {
    const z = args.neurons.sums + (<usize>((sample * rows + row) * units) << 2);
    for (let place = 0; place < count; place++) {
      const unit = unitAt(whole, list, place);
      const target = block + <usize>row * width + (<usize>place << 2);
      const sum = load<f32>(z + (<usize>unit << 2));
      const r = load<f32>(target);
      const n = r == 0 ? <f32>0 : r / (sum + (sum >= 0 ? args.epsilon : -args.epsilon));
      store<f32>(target, n);
      const total = sums + (<usize>unit << 2);
      store<f32>(total, load<f32>(total) + n);
    }
  }
}
