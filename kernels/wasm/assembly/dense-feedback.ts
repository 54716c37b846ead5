import type { Reward, Signal } from './signal';

/** Feedback of a dense layer and the reward of its inputs, epsilon rule. */
@unmanaged
export class DenseFeedback {
  input: Signal;
  output: Signal;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[tiles of units][fanIn][16]`. */
  weights: usize;
  /** f32, laid out as the weights: `|W| ⊙ Σ xᵀ n`. */
  feedback: usize;
  /** f64 `[fanIn]`: squared length of each input's row of feedback. */
  squares: usize;
  /** u8 `[fanIn]`: see `QUIET`. */
  states: usize;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
  /** 1: the inputs are the same at every step. */
  constant: i32;
  /** 1: also send reward to the inputs. */
  wantsInputs: i32;
}

/** An input that never was active: its row of feedback and of all moments is 0. */
export const UNTOUCHED: u8 = 0;
/** An input that is not active now: its row of feedback is 0. */
export const QUIET: u8 = 1;
/** An input with feedback. */
export const ACTIVE: u8 = 2;

/**
 * Items: inputs. Scratch: 4 rows of `tiles · 64` bytes, then 20 bytes for each row of a sample.
 *
 * Everything that belongs to an input is done at once: its row of weights and its row of feedback stay in the nearest
 * cache while all its events pass.
 */
export function denseFeedback(args: DenseFeedback, begin: i32, end: i32, scratch: usize): void {
  const tiles = args.output.tiles;
  const rowBytes = <usize>tiles << 6;
  const weights = scratch;
  const growth = scratch + rowBytes;
  for (let input = begin; input < end; input++) {
    const from = load<u32>(args.input.starts + (<usize>input << 2));
    const to = load<u32>(args.input.starts + (<usize>input << 2), 4);
    const state = load<u8>(args.states + <usize>input);
    const adds = args.adds != 0 && state == ACTIVE;
    if (from == to) {
      if (adds) continue;
      if (state == ACTIVE) {
        clearRow(args, input, tiles);
        store<u8>(args.states + <usize>input, QUIET);
      }
      store<f64>(args.squares + (<usize>input << 3), 0);
      continue;
    }
    loadRow(args, input, tiles, weights);
    if (args.constant != 0) growConstant(args, input, from, to, weights, growth);
    else {
      memory.fill(growth, 0, rowBytes);
      grow(args, input, from, to, weights, growth, scratch + 2 * rowBytes);
    }
    finishRow(args, input, tiles, weights, growth, adds);
    store<u8>(args.states + <usize>input, ACTIVE);
  }
}

@inline
function loadRow(args: DenseFeedback, input: i32, tiles: i32, to: usize): void {
  const stride = <usize>args.fanIn << 6;
  let at = args.weights + (<usize>input << 6);
  for (let tile = 0; tile < tiles; tile++, at += stride, to += 64) {
    v128.store(to, v128.load(at));
    v128.store(to, v128.load(at, 16), 16);
    v128.store(to, v128.load(at, 32), 32);
    v128.store(to, v128.load(at, 48), 48);
  }
}

function clearRow(args: DenseFeedback, input: i32, tiles: i32): void {
  const stride = <usize>args.fanIn << 6;
  let at = args.feedback + (<usize>input << 6);
  for (let tile = 0; tile < tiles; tile++, at += stride) memory.fill(at, 0, 64);
}

/** `f = |w| · growth`, added to what is there if asked, and its squared length. */
function finishRow(args: DenseFeedback, input: i32, tiles: i32, weights: usize, growth: usize, adds: bool): void {
  const stride = <usize>args.fanIn << 6;
  let at = args.feedback + (<usize>input << 6);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let tile = 0; tile < tiles; tile++, at += stride)
    for (let quarter: usize = 0; quarter < 64; quarter += 16, weights += 16, growth += 16) {
      let f = f32x4.mul(f32x4.abs(v128.load(weights)), v128.load(growth));
      if (adds) f = f32x4.add(f, v128.load(at + quarter));
      v128.store(at + quarter, f);
      const a = f64x2.promote_low_f32x4(f);
      const b = f64x2.promote_low_f32x4(i64x2.shuffle(f, f, 1, 0));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
  const both = f64x2.add(low, high);
  store<f64>(args.squares + (<usize>input << 3), f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1));
}

@inline
function laneSum(four: v128): f32 {
  return (
    f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3))
  );
}

/** The same input at every step: only the sum of the normed reward over the steps counts. */
function growConstant(args: DenseFeedback, input: i32, from: u32, to: u32, weights: usize, growth: usize): void {
  const tiles = args.output.tiles;
  const sums = changetype<Reward>(args.output.reward).sums;
  const rows = args.input.rows;
  const heights = args.input.rowHeights;
  for (let tile = 0; tile < tiles; tile++) {
    const here = sums + (<usize>tile << 6);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let event = from; event < to; event++) {
      const n = here + (<usize>(<i32>load<u32>(rows + (<usize>event << 2)) * tiles) << 6);
      const x = heights == 0 ? f32x4.splat(1) : v128.load32_splat(heights + (<usize>event << 2));
      a = f32x4.add(a, f32x4.mul(x, v128.load(n)));
      b = f32x4.add(b, f32x4.mul(x, v128.load(n, 16)));
      c = f32x4.add(c, f32x4.mul(x, v128.load(n, 32)));
      d = f32x4.add(d, f32x4.mul(x, v128.load(n, 48)));
    }
    const target = growth + (<usize>tile << 6);
    v128.store(target, a);
    v128.store(target, b, 16);
    v128.store(target, c, 32);
    v128.store(target, d, 48);
  }
  if (args.wantsInputs == 0) return;
  for (let event = from; event < to; event++) {
    const sample = <i32>load<u32>(rows + (<usize>event << 2));
    const n = sums + (<usize>(sample * tiles) << 6);
    let total = f32x4.splat(0);
    for (let k: usize = 0; k < <usize>tiles << 6; k += 16)
      total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(weights + k)));
    const x: f32 = heights == 0 ? 1 : load<f32>(heights + (<usize>event << 2));
    send(args, sample, 0, input, x * laneSum(total));
  }
}

/** Adds reward to an input of a sample in one of its rows. */
@inline
function send(args: DenseFeedback, sample: i32, row: i32, input: i32, amount: f32): void {
  const signal = args.input;
  const reward = changetype<Reward>(signal.reward);
  const units = signal.tiles << 4;
  const width = <i32>load<u32>(reward.widths + (<usize>sample << 2));
  const whole = load<u32>(reward.whole + (<usize>sample << 2)) != 0;
  const place = whole ? input : <i32>load<u32>(reward.places + (<usize>(sample * units + input) << 2));
  const at = reward.values + (<usize>(sample * signal.steps * units + row * width + place) << 2);
  store<f32>(at, load<f32>(at) + amount);
}

/** Inputs that change from step to step: the events of one sample after the other. */
function grow(
  args: DenseFeedback,
  input: i32,
  from: u32,
  to: u32,
  weights: usize,
  growth: usize,
  scratch: usize,
): void {
  const steps = args.steps;
  const tiles = args.output.tiles;
  const reward = changetype<Reward>(args.output.reward);
  const rows = args.input.rows;
  const heights = args.input.rowHeights;
  const packedWeights = scratch;
  const packedGrowth = scratch + (<usize>tiles << 6);
  const shares = packedGrowth + (<usize>tiles << 6);
  const pointers = shares + (<usize>steps << 4);
  let event = from;
  while (event < to) {
    const sample = <i32>load<u32>(rows + (<usize>event << 2)) / steps;
    const firstRow = <u32>(sample * steps);
    const first = event;
    const width = <usize>load<u32>(reward.widths + (<usize>sample << 2)) << 2;
    const block = reward.values + (<usize>(sample * steps * tiles) << 6);
    let count = 0;
    for (; event < to; event++, count++) {
      const step = load<u32>(rows + (<usize>event << 2)) - firstRow;
      if (step >= <u32>steps) break;
      store<usize>(pointers + (<usize>count << 2), block + <usize>step * width);
      v128.store(shares + (<usize>count << 4), f32x4.splat(0));
    }
    if (width == 0) continue;
    const h = heights == 0 ? 0 : heights + (<usize>first << 2);
    const whole = load<u32>(reward.whole + (<usize>sample << 2)) != 0;
    const list = reward.units + (<usize>(sample * tiles) << 6);
    const units = <usize>load<u32>(reward.counts + (<usize>sample << 2)) << 2;
    let w = weights;
    if (!whole && args.wantsInputs != 0) {
      w = packedWeights;
      // Places behind the last unit meet a normed reward of 0.
      for (let k: usize = 0; k < width; k += 4)
        store<f32>(w + k, load<f32>(weights + (<usize>load<u32>(list + k) << 2)));
    }
    if (args.wantsInputs != 0) {
      if (h == 0) growAndShare(false, width, count, pointers, h, w, shares, whole ? growth : packedGrowth, whole);
      else growAndShare(true, width, count, pointers, h, w, shares, whole ? growth : packedGrowth, whole);
      for (let k = 0; k < count; k++) {
        const x: f32 = h == 0 ? 1 : load<f32>(h + (<usize>k << 2));
        const row = <i32>(load<u32>(rows + (<usize>(first + k) << 2)) - firstRow);
        send(args, sample, row, input, x * laneSum(v128.load(shares + (<usize>k << 4))));
      }
    } else if (h == 0) growOnly(false, width, count, pointers, h, whole ? growth : packedGrowth, whole);
    else growOnly(true, width, count, pointers, h, whole ? growth : packedGrowth, whole);
    if (!whole)
      for (let k: usize = 0; k < units; k += 4) {
        const target = growth + (<usize>load<u32>(list + k) << 2);
        store<f32>(target, load<f32>(target) + load<f32>(packedGrowth + k));
      }
  }
}

@inline
function growOnly(
  valued: bool,
  width: usize,
  count: i32,
  pointers: usize,
  heights: usize,
  growth: usize,
  adds: bool,
): void {
  for (let k: usize = 0; k < width; k += 64) {
    let a = adds ? v128.load(growth + k) : f32x4.splat(0);
    let b = adds ? v128.load(growth + k, 16) : f32x4.splat(0);
    let c = adds ? v128.load(growth + k, 32) : f32x4.splat(0);
    let d = adds ? v128.load(growth + k, 48) : f32x4.splat(0);
    for (let event = 0; event < count; event++) {
      const n = load<usize>(pointers + (<usize>event << 2)) + k;
      if (valued) {
        const x = v128.load32_splat(heights + (<usize>event << 2));
        a = f32x4.add(a, f32x4.mul(x, v128.load(n)));
        b = f32x4.add(b, f32x4.mul(x, v128.load(n, 16)));
        c = f32x4.add(c, f32x4.mul(x, v128.load(n, 32)));
        d = f32x4.add(d, f32x4.mul(x, v128.load(n, 48)));
      } else {
        a = f32x4.add(a, v128.load(n));
        b = f32x4.add(b, v128.load(n, 16));
        c = f32x4.add(c, v128.load(n, 32));
        d = f32x4.add(d, v128.load(n, 48));
      }
    }
    v128.store(growth + k, a);
    v128.store(growth + k, b, 16);
    v128.store(growth + k, c, 32);
    v128.store(growth + k, d, 48);
  }
}

@inline
function growAndShare(
  valued: bool,
  width: usize,
  count: i32,
  pointers: usize,
  heights: usize,
  weights: usize,
  shares: usize,
  growth: usize,
  adds: bool,
): void {
  for (let k: usize = 0; k < width; k += 64) {
    let a = adds ? v128.load(growth + k) : f32x4.splat(0);
    let b = adds ? v128.load(growth + k, 16) : f32x4.splat(0);
    let c = adds ? v128.load(growth + k, 32) : f32x4.splat(0);
    let d = adds ? v128.load(growth + k, 48) : f32x4.splat(0);
    const w0 = v128.load(weights + k);
    const w1 = v128.load(weights + k, 16);
    const w2 = v128.load(weights + k, 32);
    const w3 = v128.load(weights + k, 48);
    for (let event = 0; event < count; event++) {
      const n = load<usize>(pointers + (<usize>event << 2)) + k;
      const n0 = v128.load(n);
      const n1 = v128.load(n, 16);
      const n2 = v128.load(n, 32);
      const n3 = v128.load(n, 48);
      const share = shares + (<usize>event << 4);
      v128.store(
        share,
        f32x4.add(
          v128.load(share),
          f32x4.add(
            f32x4.add(f32x4.mul(n0, w0), f32x4.mul(n1, w1)),
            f32x4.add(f32x4.mul(n2, w2), f32x4.mul(n3, w3)),
          ),
        ),
      );
      if (valued) {
        const x = v128.load32_splat(heights + (<usize>event << 2));
        a = f32x4.add(a, f32x4.mul(x, n0));
        b = f32x4.add(b, f32x4.mul(x, n1));
        c = f32x4.add(c, f32x4.mul(x, n2));
        d = f32x4.add(d, f32x4.mul(x, n3));
      } else {
        a = f32x4.add(a, n0);
        b = f32x4.add(b, n1);
        c = f32x4.add(c, n2);
        d = f32x4.add(d, n3);
      }
    }
    v128.store(growth + k, a);
    v128.store(growth + k, b, 16);
    v128.store(growth + k, c, 32);
    v128.store(growth + k, d, 48);
  }
}
