import { laneSum } from './lanes';
import { addRewardAt } from './reward-access';
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

/** Inputs that are worked on together: their packed weights stay in the second cache. */
const GROUP: i32 = 32;

/**
 * Items: inputs. Scratch: `GROUP + 1` rows of `tiles · 64` bytes, then 4 bytes for each step.
 *
 * A group of inputs sees one sample after the other, so that the sample's normed reward stays near while all inputs of the
 * group meet it.
 */
export function denseReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const rowBytes = <usize>args.output.tiles << 6;
  const line = scratch + <usize>GROUP * rowBytes;
  const events = line + rowBytes;
  for (let first = begin; first < end; first += GROUP) {
    const last = min(first + GROUP, end);
    if (args.constant == 0)
      for (let input = first; input < last; input++)
        packWeights(args, input, scratch + <usize>(input - first) * rowBytes, line);
    if (args.input.trains != 0) rewardTrains(args, first, last, scratch, events);
    else
      for (let input = first; input < last; input++) {
        if (args.constant != 0) rewardConstant(args, input, line);
        else rewardEvents(args, input, scratch + <usize>(input - first) * rowBytes);
      }
  }
}

@inline
function loadRow(args: DenseReward, input: i32, to: usize): void {
  const stride = <usize>args.fanIn << 6;
  let at = args.weights + (<usize>input << 6);
  for (let tile = 0; tile < args.output.tiles; tile++, at += stride, to += 64) copyLine(at, to);
}

/** Weights of an input beside the places of the output's reward. */
function packWeights(args: DenseReward, input: i32, to: usize, line: usize): void {
  const reward = changetype<Reward>(args.output.reward);
  if (reward.whole != 0) {
    loadRow(args, input, to);
    return;
  }
  loadRow(args, input, line);
  // Places behind the last unit meet a normed reward of 0.
  const width = <usize>reward.width << 2;
  for (let k: usize = 0; k < width; k += 4)
    store<f32>(to + k, load<f32>(line + (<usize>load<u32>(reward.units + k) << 2)));
}

function rewardTrains(args: DenseReward, begin: i32, end: i32, weights: usize, events: usize): void {
  const signal = args.input;
  const trains = changetype<Trains>(signal.trains);
  const rowBytes = <usize>args.output.tiles << 6;
  for (let sample = 0; sample < signal.batch; sample++)
    for (let input = begin; input < end; input++) {
      const packed = weights + <usize>(input - begin) * rowBytes;
      for (let k = 0; k < trains.spans; k++) {
        const word = ((sample * trains.spans + k) * signal.tiles << 4) + input;
        const first = sample * signal.steps + k * trains.spanSteps;
        let left = load<u32>(trains.bits + (<usize>word << 2));
        if (left == 0) continue;
        let to = events;
        for (; left != 0; left &= left - 1, to += 4) store<u32>(to, first + ctz(left));
        rewardRows(args, input, packed, events, to, 0);
      }
    }
}

/** Inputs with heights that change from step to step. */
@inline
function rewardEvents(args: DenseReward, input: i32, weights: usize): void {
  const signal = args.input;
  const from = <usize>load<u32>(signal.starts + (<usize>input << 2)) << 2;
  const to = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
  const heights: usize = signal.rowHeights == 0 ? 0 : signal.rowHeights + from;
  rewardRows(args, input, weights, signal.rows + from, signal.rows + to, heights);
}

/** Reward of an input in the rows that are listed from `at` to `end`. Four rows a turn share the loads of the weights. */
@inline
function rewardRows(args: DenseReward, input: i32, weights: usize, at: usize, end: usize, heights: usize): void {
  const reward = changetype<Reward>(args.output.reward);
  const width = <usize>reward.width << 2;
  for (; at < end; at += 16) {
    const last = end - 4;
    const row1 = load<u32>(at);
    const row2 = load<u32>(min(at + 4, last));
    const row3 = load<u32>(min(at + 8, last));
    const row4 = load<u32>(min(at + 12, last));
    let p = reward.values + <usize>row1 * width;
    const toQ = <usize>(row2 - row1) * width;
    const toR = <usize>(row3 - row1) * width;
    const toS = <usize>(row4 - row1) * width;
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
    send(args, row1, input, f32x4.add(p0, p1), heights);
    if (at + 4 < end) send(args, row2, input, f32x4.add(q0, q1), heights == 0 ? 0 : heights + 4);
    if (at + 8 < end) send(args, row3, input, f32x4.add(r0, r1), heights == 0 ? 0 : heights + 8);
    if (at + 12 < end) send(args, row4, input, f32x4.add(s0, s1), heights == 0 ? 0 : heights + 12);
    if (heights != 0) heights += 16;
  }
}

@inline
function send(args: DenseReward, row: i32, input: i32, shares: v128, height: usize): void {
  const x: f32 = height == 0 ? 1 : load<f32>(height);
  addRewardAt(changetype<Reward>(args.input.reward), row, input, x * laneSum(shares));
}

/** Inputs that are the same at every step: only the sum of the normed reward over the steps counts. */
function rewardConstant(args: DenseReward, input: i32, line: usize): void {
  const signal = args.input;
  const width = <usize>args.output.tiles << 6;
  const sums = changetype<Reward>(args.output.reward).sums;
  const last = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
  loadRow(args, input, line);
  for (let event = <usize>load<u32>(signal.starts + (<usize>input << 2)) << 2; event < last; event += 4) {
    const sample = load<u32>(signal.rows + event);
    const n = sums + <usize>sample * width;
    let total = f32x4.splat(0);
    for (let k: usize = 0; k < width; k += 16)
      total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(line + k)));
    send(args, sample, input, total, signal.rowHeights == 0 ? 0 : signal.rowHeights + event);
  }
}
