import { laneSum } from './lanes';
import { blockOf, placeIn, rewardAt, widthOf } from './reward-access';
import { copyLine } from './row-sums';
import { Reward, Signal } from './signal';
import { ROW_SHIFT } from './trains';
import { windowRows } from './window-lanes';

/** Reward of the inputs of a dense layer, epsilon rule: `x ⊙ (W n)`, only where x is not 0. */
@unmanaged
export class DenseReward {
  input: Signal;
  output: Signal;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** f32 `[tiles of units][fanIn][16]`. */
  weights: usize;
}

/** Inputs that are worked on together, a multiple of 16: their weights in a window fill the nearest cache. */
const GROUP: i32 = 128;

/** Where a group's weights and its events in one sample are, in scratch memory. */
@unmanaged
class Visit {
  /** Inputs of the group, and the first of them; a multiple of 16 or the begin of the items. */
  first: i32;
  count: i32;
  /** f32 `[windows][GROUP][32]`: weights, every unit at its place. */
  weights: usize;
  /** u32 `[steps]`: where each step's events end, in bytes. */
  ends: usize;
  /** u32 `[GROUP × steps]`: input of each event, counted from the group's first in bytes of a row; step by step. */
  inputs: usize;
  /** f32 `[GROUP × steps × 4]`: four parts of each event's share. */
  shares: usize;
}

/**
 * Items: inputs. Scratch: `128 + 16384 · windows + 2564 · steps` bytes.
 *
 * A group of inputs sees one sample after the other, window by window: a step's normed reward in a window stays in registers
 * while the weights of its events pass.
 */
export function denseReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const input = args.input;
  const windows = changetype<Reward>(args.output.reward).windows.count;
  const visit = changetype<Visit>(scratch);
  visit.weights = scratch + 128;
  visit.inputs = visit.weights + (<usize>(windows * GROUP) << ROW_SHIFT);
  visit.shares = visit.inputs + (<usize>(GROUP * input.steps) << 2);
  visit.ends = visit.shares + (<usize>(GROUP * input.steps) << 4);
  for (let first = begin; first < end; first += GROUP) {
    visit.first = first;
    visit.count = min(GROUP, end - first);
    for (let window = 0; window < windows; window++) placeWeights(args, visit, window);
    for (let sample = 0; sample < input.batch; sample++) rewardGroup(args, visit, sample, windows);
  }
}

/** Weights of a group, every unit at its place in a window; places without a unit hold 0. */
function placeWeights(args: DenseReward, visit: Visit, window: i32): void {
  const windows = changetype<Reward>(args.output.reward).windows;
  const first = <i32>load<u32>(windows.tiles + (<usize>window << 2));
  const last = <i32>load<u32>(windows.tiles + (<usize>window << 2), 4);
  const base = visit.weights + (<usize>(window * GROUP) << ROW_SHIFT);
  memory.fill(base, 0, <usize>visit.count << ROW_SHIFT);
  let place = base;
  for (let tile = first; tile < last; tile++)
    for (let kept = <u32>load<u16>(windows.kept + (<usize>tile << 1)); kept != 0; kept &= kept - 1, place += 4) {
      let from = args.weights + (<usize>(tile * args.fanIn + visit.first) << 6) + (<usize>ctz(kept) << 2);
      let to = place;
      for (let k = visit.count; k > 0; k--, from += 64, to += 1 << ROW_SHIFT) store<f32>(to, load<f32>(from));
    }
}

function rewardGroup(args: DenseReward, visit: Visit, sample: i32, windows: i32): void {
  const input = args.input;
  const events = findEvents(input, visit, sample);
  if (events == visit.inputs) return;
  memory.fill(visit.shares, 0, (events - visit.inputs) << 2);
  for (let window = 0; window < windows; window++) {
    const rows = windowRows(args.output, sample, window);
    if (rows != 0) shareWindow(visit, rows, input.steps, visit.weights + (<usize>(window * GROUP) << ROW_SHIFT));
  }
  sendShares(args, visit, sample);
}

/** Lists the events of a group in a sample; returns where the list ends. */
function findEvents(input: Signal, visit: Visit, sample: i32): usize {
  const firstTile = visit.first >> 4;
  const lastTile = (visit.first + visit.count - 1) >> 4;
  let to = visit.inputs;
  for (let step = 0; step < input.steps; step++) {
    const masks = input.masks + (<usize>((sample * input.steps + step) * input.tiles) << 1);
    for (let tile = firstTile; tile <= lastTile; tile++) {
      const base = (tile << 4) - visit.first;
      for (let mask = <u32>load<u16>(masks + (<usize>tile << 1)); mask != 0; mask &= mask - 1) {
        const k = base + <i32>ctz(mask);
        // A group may begin or end within a tile.
        if (<u32>k >= <u32>visit.count) continue;
        store<u32>(to, k << ROW_SHIFT);
        to += 4;
      }
    }
    store<u32>(visit.ends + (<usize>step << 2), <u32>to);
  }
  return to;
}

/** Adds what the units of a window contribute to the shares of a group's events. */
function shareWindow(visit: Visit, rows: usize, steps: i32, weights: usize): void {
  let at = visit.inputs;
  let share = visit.shares;
  for (let step: usize = 0; step < <usize>steps; step++, rows += 1 << ROW_SHIFT) {
    const end = <usize>load<u32>(visit.ends + (step << 2));
    const n0 = v128.load(rows);
    const n1 = v128.load(rows, 16);
    const n2 = v128.load(rows, 32);
    const n3 = v128.load(rows, 48);
    const n4 = v128.load(rows, 64);
    const n5 = v128.load(rows, 80);
    const n6 = v128.load(rows, 96);
    const n7 = v128.load(rows, 112);
    for (; at < end; at += 4, share += 16) {
      const w = weights + <usize>load<u32>(at);
      let a = f32x4.add(v128.load(share), f32x4.mul(n0, v128.load(w)));
      let b = f32x4.mul(n1, v128.load(w, 16));
      a = f32x4.add(a, f32x4.mul(n2, v128.load(w, 32)));
      b = f32x4.add(b, f32x4.mul(n3, v128.load(w, 48)));
      a = f32x4.add(a, f32x4.mul(n4, v128.load(w, 64)));
      b = f32x4.add(b, f32x4.mul(n5, v128.load(w, 80)));
      a = f32x4.add(a, f32x4.mul(n6, v128.load(w, 96)));
      b = f32x4.add(b, f32x4.mul(n7, v128.load(w, 112)));
      v128.store(share, f32x4.add(a, b));
    }
  }
}

/** Adds the shares of a group's events in a sample to their reward. */
function sendShares(args: DenseReward, visit: Visit, sample: i32): void {
  const input = args.input;
  const reward = changetype<Reward>(input.reward);
  const width = widthOf(reward, sample);
  let to = blockOf(input, reward, sample);
  let values = input.values + (<usize>(sample * input.steps * input.tiles) << 6);
  let at = visit.inputs;
  let share = visit.shares;
  for (let step: usize = 0; step < <usize>input.steps; step++, to += width, values += <usize>input.tiles << 6) {
    const end = <usize>load<u32>(visit.ends + (step << 2));
    for (; at < end; at += 4, share += 16) {
      const unit = visit.first + <i32>(load<u32>(at) >> ROW_SHIFT);
      const x: f32 = input.values == 0 ? 1 : load<f32>(values + (<usize>unit << 2));
      const target = to + (<usize>placeIn(input, reward, sample, unit) << 2);
      store<f32>(target, load<f32>(target) + x * laneSum(v128.load(share)));
    }
  }
}

/**
 * The same for inputs that are the same at every step: only the sum of the normed reward over the steps counts.
 *
 * Items: inputs. Scratch: `tiles · 64` bytes.
 */
export function constantReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const signal = args.input;
  const bytes = <usize>args.output.tiles << 6;
  const stride = <usize>args.fanIn << 6;
  const sums = changetype<Reward>(args.output.reward).sums;
  for (let input = begin; input < end; input++) {
    const last = <usize>load<u32>(signal.starts + (<usize>input << 2), 4) << 2;
    let from = args.weights + (<usize>input << 6);
    for (let at: usize = 0; at < bytes; at += 64, from += stride) copyLine(from, scratch + at);
    for (let event = <usize>load<u32>(signal.starts + (<usize>input << 2)) << 2; event < last; event += 4) {
      const sample = load<u32>(signal.rows + event);
      const n = sums + <usize>sample * bytes;
      let total = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16)
        total = f32x4.add(total, f32x4.mul(v128.load(n + k), v128.load(scratch + k)));
      const x: f32 = signal.rowHeights == 0 ? 1 : load<f32>(signal.rowHeights + event);
      const target = rewardAt(signal, <i32>sample, 0, input);
      store<f32>(target, load<f32>(target) + x * laneSum(total));
    }
  }
}
