import { resetOf } from './membrane';
import { ADAPTIVE, NEVER_RESET, Neurons, STEP, SUBTRACT_AT_ONCE, SUBTRACT_DELAYED, SYNAPTIC } from './neurons';
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

@inline
function gathered(a: usize, b: usize, c: usize, d: usize): v128 {
  let four = v128.load32_zero(a);
  four = v128.load_lane<f32>(b, four, 1);
  four = v128.load_lane<f32>(c, four, 2);
  return v128.load_lane<f32>(d, four, 3);
}

@inline
function scattered(four: v128, base: usize, a: u32, b: u32, c: u32, d: u32): void {
  v128.store_lane<f32>(base + (<usize>a << 2), four, 0);
  v128.store_lane<f32>(base + (<usize>b << 2), four, 1);
  v128.store_lane<f32>(base + (<usize>c << 2), four, 2);
  v128.store_lane<f32>(base + (<usize>d << 2), four, 3);
}

/** Items: samples. Also sums the normed reward over the steps into `Reward.sums`. Scratch: one vector to lose. */
export function normReward(args: Norming, begin: i32, end: i32, scratch: usize): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const units = <usize>output.tiles << 6;
  for (let sample = begin; sample < end; sample++) {
    memory.fill(reward.sums + <usize>sample * units, 0, units);
    if (args.neurons.kind >= STEP) normStatic(args, reward, sample);
    else normMembranes(args, reward, sample);
  }
}

/** `A = R + C`, `n = A / (D + epsilon)`, `C = decay · n · v` of the step before; last step first. */
function normMembranes(args: Norming, reward: Reward, sample: i32): void {
  const neurons = args.neurons;
  const steps = args.steps;
  const tiles = args.output.tiles;
  const kind = neurons.kind;
  const reset = resetOf(kind);
  const subtracts = kind < ADAPTIVE && (reset == SUBTRACT_DELAYED || reset == SUBTRACT_AT_ONCE);
  const told = kind < ADAPTIVE && (subtracts || reset == NEVER_RESET);
  const synaptic = kind >= SYNAPTIC && kind < ADAPTIVE;
  const whole = reward.whole != 0;
  const count = reward.count;
  const width = <usize>reward.width << 2;
  const block = reward.values + <usize>(sample * steps) * width;
  const list = reward.units;
  const active = reward.active + (<usize>(sample * tiles) << 1);
  const ofSample = <usize>(sample * tiles) << 6;
  const carried = args.carried + ofSample;
  const carriedCurrent = args.carriedCurrent + ofSample;
  const sums = reward.sums + ofSample;
  const epsilon = f32x4.splat(args.epsilon);
  const decay = f32x4.splat(neurons.decay);
  const relay = f32x4.splat(neurons.synapseDecay);
  const threshold = f32x4.splat(subtracts ? neurons.threshold : <f32>0);
  const voltages = neurons.voltages + <usize>(sample * tiles) * (<usize>(steps + 1) << 6);
  const moves = neurons.moved + <usize>(sample * tiles) * (<usize>steps << 6);
  for (let place = 0; place < count; place += 4) {
    const at = list + (<usize>place << 2);
    // Places behind the last unit read unit 0 and are not written back.
    const u0: u32 = whole ? place : load<u32>(at);
    const u1: u32 = whole ? place + 1 : load<u32>(at, 4);
    const u2: u32 = whole ? place + 2 : load<u32>(at, 8);
    const u3: u32 = whole ? place + 3 : load<u32>(at, 12);
    // Nothing rewards a unit that was silent in this sample, unless rewards reach silent units.
    if (
      !whole &&
      (isActive(active, u0) | isActive(active, u1) | isActive(active, u2) | isActive(active, u3)) == 0
    )
      continue;
    const span = <usize>(steps + 1) << 6;
    const last = <usize>steps << 6;
    let p0 = voltages + <usize>(u0 >> 4) * span + (<usize>(u0 & 15) << 2) + last;
    let p1 = voltages + <usize>(u1 >> 4) * span + (<usize>(u1 & 15) << 2) + last;
    let p2 = voltages + <usize>(u2 >> 4) * span + (<usize>(u2 & 15) << 2) + last;
    let p3 = voltages + <usize>(u3 >> 4) * span + (<usize>(u3 & 15) << 2) + last;
    const real = count - place;
    let c = gathered(carried + (<usize>u0 << 2), carried + (<usize>u1 << 2), carried + (<usize>u2 << 2), carried + (<usize>u3 << 2));
    let k = f32x4.splat(0);
    if (synaptic)
      k = gathered(
        carriedCurrent + (<usize>u0 << 2),
        carriedCurrent + (<usize>u1 << 2),
        carriedCurrent + (<usize>u2 << 2),
        carriedCurrent + (<usize>u3 << 2),
      );
    if (real < 4) {
      c = firstLanes(c, real);
      k = firstLanes(k, real);
    }
    let total = f32x4.splat(0);
    let after = told ? gathered(p0, p1, p2, p3) : c;
    for (let step = steps - 1; step >= 0; step--) {
      p0 -= 64;
      p1 -= 64;
      p2 -= 64;
      p3 -= 64;
      const v = gathered(p0, p1, p2, p3);
      let moved: v128;
      if (told) {
        const undone = v128.and(f32x4.gt(v, threshold), threshold);
        const change = f32x4.sub(f32x4.add(after, subtracts ? undone : f32x4.splat(0)), v);
        moved = f32x4.add(f32x4.abs(v), f32x4.abs(change));
        after = v;
      } else {
        const here = moves + (<usize>step << 6);
        moved = gathered(
          here + <usize>(u0 >> 4) * last + (<usize>(u0 & 15) << 2),
          here + <usize>(u1 >> 4) * last + (<usize>(u1 & 15) << 2),
          here + <usize>(u2 >> 4) * last + (<usize>(u2 & 15) << 2),
          here + <usize>(u3 >> 4) * last + (<usize>(u3 & 15) << 2),
        );
      }
      const target = block + <usize>step * width + (<usize>place << 2);
      const n = f32x4.div(f32x4.add(v128.load(target), c), f32x4.add(moved, epsilon));
      c = f32x4.mul(f32x4.mul(decay, n), v);
      if (synaptic) {
        k = f32x4.add(n, f32x4.mul(relay, k));
        v128.store(target, k);
        total = f32x4.add(total, k);
      } else {
        v128.store(target, n);
        total = f32x4.add(total, n);
      }
    }
    if (real >= 4) {
      scattered(c, carried, u0, u1, u2, u3);
      scattered(total, sums, u0, u1, u2, u3);
      if (synaptic) scattered(k, carriedCurrent, u0, u1, u2, u3);
    } else {
      scatterFirst(c, carried, real, u0, u1, u2);
      scatterFirst(total, sums, real, u0, u1, u2);
      if (synaptic) scatterFirst(k, carriedCurrent, real, u0, u1, u2);
    }
  }
}

@inline
function isActive(active: usize, unit: u32): u32 {
  return (<u32>load<u16>(active + (<usize>(unit >> 4) << 1)) >> (unit & 15)) & 1;
}

/** Zeroes the lanes from `lanes` on. */
function firstLanes(four: v128, lanes: i32): v128 {
  const index = i32x4(0, 1, 2, 3);
  return v128.and(four, i32x4.lt_s(index, i32x4.splat(lanes)));
}

function scatterFirst(four: v128, base: usize, lanes: i32, a: u32, b: u32, c: u32): void {
  v128.store_lane<f32>(base + (<usize>a << 2), four, 0);
  if (lanes > 1) v128.store_lane<f32>(base + (<usize>b << 2), four, 1);
  if (lanes > 2) v128.store_lane<f32>(base + (<usize>c << 2), four, 2);
}

/** Units without memory: `n = R / (z + sign(z) · epsilon)`, the sign of 0 being +. */
function normStatic(args: Norming, reward: Reward, sample: i32): void {
  const rows = args.output.steps;
  const units = args.output.tiles << 4;
  const whole = reward.whole != 0;
  const count = reward.count;
  const width = reward.width;
  const block = reward.values + (<usize>(sample * rows * width) << 2);
  const list = reward.units;
  const sums = reward.sums + (<usize>(sample * units) << 2);
  for (let row = 0; row < rows; row++) {
    const z = args.neurons.sums + (<usize>((sample * rows + row) * units) << 2);
    for (let place = 0; place < count; place++) {
      const unit = whole ? place : <i32>load<u32>(list + (<usize>place << 2));
      const target = block + (<usize>(row * width + place) << 2);
      const sum = load<f32>(z + (<usize>unit << 2));
      const r = load<f32>(target);
      const n = r == 0 ? <f32>0 : r / (sum + (sum >= 0 ? args.epsilon : -args.epsilon));
      store<f32>(target, n);
      const total = sums + (<usize>unit << 2);
      store<f32>(total, load<f32>(total) + n);
    }
  }
}
