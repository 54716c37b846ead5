import { laneSum } from './lanes';
import { blockOf, isWhole, listOf, rewardAt, widthOf } from './reward-access';
import { copyLine } from './row-sums';
import { Reward, Signal } from './signal';
import { Trains } from './trains';

/** Reward of the inputs of a dense layer, epsilon rule: `x ⊙ (W n)`, only where x is not 0. */
@unmanaged
export class DenseReward {
  input: Signal;
  output: Signal;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[tiles of units][fanIn][16]`. */
  weights: usize;
  /** 1: the inputs are the same at every step. */
  constant: i32;
}

/** Inputs that are worked on together: their weights stay in the second cache. */
const GROUP: i32 = 32;

/**
 * Items: inputs. Scratch: three rows of `tiles · 64` bytes, 4 bytes for each step, then 4 for each input of a group.
 *
 * A group of inputs sees one sample after the other; of an input's weights only those of the units that the sample keeps are
 * gathered, once for all its steps.
 */
export function denseReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const rowBytes = <usize>args.output.tiles << 6;
  if (args.constant != 0) {
    for (let input = begin; input < end; input++) rewardConstant(args, input, scratch);
    return;
  }
  const cursors = scratch + 3 * rowBytes + (<usize>args.steps << 2);
  for (let first = begin; first < end; first += GROUP) {
    const last = min(first + GROUP, end);
    for (let input = first; input < last; input++)
      if (args.input.trains == 0)
        store<u32>(cursors + (<usize>(input - first) << 2), load<u32>(args.input.starts + (<usize>input << 2)));
    for (let sample = 0; sample < args.input.batch; sample++) rewardGroup(args, sample, first, last, scratch, cursors);
  }
}

function rewardGroup(args: DenseReward, sample: i32, begin: i32, end: i32, scratch: usize, cursors: usize): void {
  const signal = args.input;
  const reward = changetype<Reward>(args.output.reward);
  const rowBytes = <usize>args.output.tiles << 6;
  const width = widthOf(reward, sample);
  if (width == 0) return;
  const lines = scratch;
  const packed = scratch + rowBytes;
  const events = scratch + 3 * rowBytes;
  findLines(args, reward, sample, width, lines);
  for (let input = begin; input < end; input++) {
    const weights = args.weights + (<usize>input << 6);
    if (signal.trains == 0) {
      const cursor = cursors + (<usize>(input - begin) << 2);
      const from = <usize>load<u32>(cursor) << 2;
      const to = lastEvent(signal, sample, input, from);
      if (from == to) continue;
      store<u32>(cursor, <u32>(to >> 2));
      gatherWeights(weights, lines, width, packed);
      const first = (sample * signal.steps) as u32;
      for (let event = from; event < to; event += 4)
        store<u32>(events + (event - from), load<u32>(signal.rows + event) - first);
      const heights: usize = signal.rowHeights == 0 ? 0 : signal.rowHeights + from;
      rewardRows(args, sample, input, packed, events, events + (to - from), heights);
      continue;
    }
    const trains = changetype<Trains>(signal.trains);
    let to = events;
    for (let k = 0; k < trains.spans; k++) {
      const word = (((sample * trains.spans + k) * signal.tiles) << 4) + input;
      const first = k * trains.spanSteps;
      for (let left = load<u32>(trains.bits + (<usize>word << 2)); left != 0; left &= left - 1, to += 4)
        store<u32>(to, first + ctz(left));
    }
    if (to == events) continue;
    gatherWeights(weights, lines, width, packed);
    rewardRows(args, sample, input, packed, events, to, 0);
  }
}

/** First event behind a sample, in bytes. */
function lastEvent(signal: Signal, sample: i32, input: i32, from: usize): usize {
  const behind = <u32>((sample + 1) * signal.steps);
  const last = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
  while (from < last && load<u32>(signal.rows + from) < behind) from += 4;
  return from;
}

/** Where the weights of a sample's units stand, counted in bytes from those of an input. */
function findLines(args: DenseReward, reward: Reward, sample: i32, width: usize, to: usize): void {
  const list = listOf(args.output, reward, sample);
  const stride = i32x4.splat(args.fanIn << 6);
  const whole = isWhole(reward);
  let own = i32x4(0, 1, 2, 3);
  for (let k: usize = 0; k < width; k += 16) {
    const units = whole ? own : v128.load(list + k);
    const tiles = i32x4.mul(i32x4.shr_u(units, 4), stride);
    v128.store(to + k, i32x4.add(tiles, i32x4.shl(v128.and(units, i32x4.splat(15)), 2)));
    own = i32x4.add(own, i32x4.splat(4));
  }
}

/** Weights of an input, side by side as the units of a sample. Places behind the last unit meet a normed reward of 0. */
@inline
function gatherWeights(weights: usize, lines: usize, width: usize, to: usize): void {
  for (let k: usize = 0; k < width; k += 16) {
    const line = lines + k;
    let four = v128.load32_zero(weights + <usize>load<u32>(line));
    four = v128.load_lane<f32>(weights + <usize>load<u32>(line, 4), four, 1);
    four = v128.load_lane<f32>(weights + <usize>load<u32>(line, 8), four, 2);
    v128.store(to + k, v128.load_lane<f32>(weights + <usize>load<u32>(line, 12), four, 3));
  }
}

/**
 * Reward of an input in the steps that are listed from `at` to `end`. Four steps a turn share the loads of the weights.
 */
@inline
function rewardRows(
  args: DenseReward,
  sample: i32,
  input: i32,
  weights: usize,
  at: usize,
  end: usize,
  heights: usize,
): void {
  const reward = changetype<Reward>(args.output.reward);
  const width = widthOf(reward, sample);
  const block = blockOf(args.output, reward, sample);
  const toInput = rewardAt(args.input, sample, 0, input);
  const inputWidth = widthOf(changetype<Reward>(args.input.reward), sample);
  for (; at < end; at += 16) {
    const last = end - 4;
    const row1 = <usize>load<u32>(at);
    const row2 = <usize>load<u32>(min(at + 4, last));
    const row3 = <usize>load<u32>(min(at + 8, last));
    const row4 = <usize>load<u32>(min(at + 12, last));
    let p = block + row1 * width;
    const toQ = (row2 - row1) * width;
    const toR = (row3 - row1) * width;
    const toS = (row4 - row1) * width;
    let p0 = f32x4.splat(0);
    let p1 = f32x4.splat(0);
    let q0 = f32x4.splat(0);
    let q1 = f32x4.splat(0);
    let r0 = f32x4.splat(0);
    let r1 = f32x4.splat(0);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    const behind = weights + width;
    for (let w = weights; w < behind; w += 32, p += 32) {
      const w0 = v128.load(w);
      const w1 = v128.load(w, 16);
      p0 = f32x4.add(p0, f32x4.mul(w0, v128.load(p)));
      p1 = f32x4.add(p1, f32x4.mul(w1, v128.load(p, 16)));
      const q = p + toQ;
      q0 = f32x4.add(q0, f32x4.mul(w0, v128.load(q)));
      q1 = f32x4.add(q1, f32x4.mul(w1, v128.load(q, 16)));
      const r = p + toR;
      r0 = f32x4.add(r0, f32x4.mul(w0, v128.load(r)));
      r1 = f32x4.add(r1, f32x4.mul(w1, v128.load(r, 16)));
      const s = p + toS;
      s0 = f32x4.add(s0, f32x4.mul(w0, v128.load(s)));
      s1 = f32x4.add(s1, f32x4.mul(w1, v128.load(s, 16)));
    }
    send(toInput + row1 * inputWidth, f32x4.add(p0, p1), heights);
    if (at + 4 < end) send(toInput + row2 * inputWidth, f32x4.add(q0, q1), heights == 0 ? 0 : heights + 4);
    if (at + 8 < end) send(toInput + row3 * inputWidth, f32x4.add(r0, r1), heights == 0 ? 0 : heights + 8);
    if (at + 12 < end) send(toInput + row4 * inputWidth, f32x4.add(s0, s1), heights == 0 ? 0 : heights + 12);
    if (heights != 0) heights += 16;
  }
}

/** Adds a share to a reward. */
@inline
function send(to: usize, shares: v128, height: usize): void {
  const x: f32 = height == 0 ? 1 : load<f32>(height);
  store<f32>(to, load<f32>(to) + x * laneSum(shares));
}

/** Inputs that are the same at every step: only the sum of the normed reward over the steps counts. */
function rewardConstant(args: DenseReward, input: i32, line: usize): void {
  const signal = args.input;
  const width = <usize>args.output.tiles << 6;
  const sums = changetype<Reward>(args.output.reward).sums;
  const last = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
  const stride = <usize>args.fanIn << 6;
  let from = args.weights + (<usize>input << 6);
  for (let at: usize = 0; at < width; at += 64, from += stride) copyLine(from, line + at);
  for (let event = <usize>load<u32>(signal.starts + (<usize>input << 2)) << 2; event < last; event += 4) {
    const sample = load<u32>(signal.rows + event);
    const n = sums + <usize>sample * width;
    let total = f32x4.splat(0);
    for (let k: usize = 0; k < width; k += 16)
      total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(line + k)));
    const height: usize = signal.rowHeights == 0 ? 0 : signal.rowHeights + event;
    send(rewardAt(signal, <i32>sample, 0, input), total, height);
  }
}
