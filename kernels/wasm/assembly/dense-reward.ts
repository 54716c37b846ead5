import { laneSum } from './lanes';
import { blockOf, placeIn, widthOf } from './reward-access';
import { Reward, Signal } from './signal';
import { GROUP, GROUP_TILES, packWeights, placeWeights, Visit } from './reward-weights';
import { ROW_SHIFT } from './trains';

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

/**
 * Items: tiles of inputs. Scratch: `128 + 128 · (128 · windows + 64 · (tiles + 2) + 24 · steps + 4) + 4 · steps` bytes.
 *
 * A group of inputs sees one sample after the other. The weights between its active inputs and the units that have reward
 * in the sample, a small part of all, are brought side by side once and used in every step.
 */
export function denseReward(args: DenseReward, begin: i32, end: i32, scratch: usize): void {
  const input = args.input;
  const reward = changetype<Reward>(args.output.reward);
  const visit = changetype<Visit>(scratch);
  visit.weights = scratch + 128;
  visit.packed = visit.weights + (<usize>(reward.windows.count * GROUP) << ROW_SHIFT);
  visit.active = visit.packed + (<usize>(GROUP * (args.output.tiles + 2)) << 6);
  visit.events = visit.active + (GROUP << 2);
  visit.shares = visit.events + (<usize>(GROUP * input.steps) << 3);
  visit.ends = visit.shares + (<usize>(GROUP * input.steps) << 4);
  for (let first = begin; first < end; first += GROUP_TILES) {
    visit.firstTile = first;
    visit.tiles = min(GROUP_TILES, end - first);
    for (let window = 0; window < reward.windows.count; window++) placeWeights(args.weights, args.fanIn, reward.windows, visit, window);
    for (let sample = 0; sample < input.batch; sample++) rewardGroup(args, visit, sample);
  }
}

function rewardGroup(args: DenseReward, visit: Visit, sample: i32): void {
  const output = args.output;
  const reward = changetype<Reward>(output.reward);
  const width = widthOf(reward, sample);
  // An odd number of lines: rows do not fall on the same few places of a cache.
  visit.pitch = <i32>((((width >> 6) + 1) | 1) << 6);
  findActive(args.input, visit, sample);
  if (visit.activeInputs == 0) return;
  const events = findEvents(args.input, visit, sample);
  packWeights(reward.windows, visit, sample);
  memory.fill(visit.shares, 0, (events - visit.events) << 1);
  let rows = blockOf(output, reward, sample);
  let at: usize = 0;
  for (; at + 128 <= width; at += 128) shareEight(visit, rows + at, width, args.input.steps, visit.packed + at);
  if (at < width) shareFour(visit, rows + at, width, args.input.steps, visit.packed + at);
  sendShares(args, visit, sample);
}

/** Masks of four tiles of a group in a row of masks; those behind the group's last tile are 0. */
@inline
function masksOf(masks: usize, visit: Visit, tile: i32): u64 {
  const left = visit.tiles - tile;
  const four = load<u64>(masks + (<usize>(visit.firstTile + tile) << 1));
  return left >= 4 ? four : four & ((<u64>1 << (<u64>left << 4)) - 1);
}

/** Lists the inputs of a group that are active in a sample. */
function findActive(input: Signal, visit: Visit, sample: i32): void {
  let to = visit.active;
  const stride = <usize>input.tiles << 1;
  for (let tile = 0; tile < visit.tiles; tile += 4) {
    let masks = input.masks + <usize>(sample * input.steps) * stride;
    let any: u64 = 0;
    for (let step = 0; step < input.steps; step++, masks += stride) any |= masksOf(masks, visit, tile);
    for (; any != 0; any &= any - 1, to += 4) store<u32>(to, (tile << 4) + <i32>ctz(any));
  }
  visit.activeInputs = <i32>((to - visit.active) >> 2);
}

/** Lists the events of a group in a sample; returns where the list ends. */
function findEvents(input: Signal, visit: Visit, sample: i32): usize {
  const stride = <usize>input.tiles << 1;
  let masks = input.masks + <usize>(sample * input.steps) * stride;
  let to = visit.events;
  for (let step = 0; step < input.steps; step++, masks += stride) {
    for (let tile = 0; tile < visit.tiles; tile += 4)
      for (let left = masksOf(masks, visit, tile); left != 0; left &= left - 1, to += 8) {
        const k = (tile << 4) + <i32>ctz(left);
        store<u32>(to, k * visit.pitch);
        store<u32>(to, k, 4);
      }
    store<u32>(visit.ends + (<usize>step << 2), <u32>to);
  }
  return to;
}

/** Adds what 32 units contribute to the shares of a group's events; `rows`: their normed reward, step by step. */
function shareEight(visit: Visit, rows: usize, width: usize, steps: i32, weights: usize): void {
  let at = visit.events;
  let share = visit.shares;
  for (let step: usize = 0; step < <usize>steps; step++, rows += width) {
    const end = <usize>load<u32>(visit.ends + (step << 2));
    const n0 = v128.load(rows);
    const n1 = v128.load(rows, 16);
    const n2 = v128.load(rows, 32);
    const n3 = v128.load(rows, 48);
    const n4 = v128.load(rows, 64);
    const n5 = v128.load(rows, 80);
    const n6 = v128.load(rows, 96);
    const n7 = v128.load(rows, 112);
    for (; at < end; at += 8, share += 16) {
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

/** The same for the 16 units of a last line. */
function shareFour(visit: Visit, rows: usize, width: usize, steps: i32, weights: usize): void {
  let at = visit.events;
  let share = visit.shares;
  for (let step: usize = 0; step < <usize>steps; step++, rows += width) {
    const end = <usize>load<u32>(visit.ends + (step << 2));
    const n0 = v128.load(rows);
    const n1 = v128.load(rows, 16);
    const n2 = v128.load(rows, 32);
    const n3 = v128.load(rows, 48);
    for (; at < end; at += 8, share += 16) {
      const w = weights + <usize>load<u32>(at);
      const a = f32x4.add(v128.load(share), f32x4.mul(n0, v128.load(w)));
      const b = f32x4.add(f32x4.mul(n1, v128.load(w, 16)), f32x4.mul(n2, v128.load(w, 32)));
      v128.store(share, f32x4.add(f32x4.add(a, b), f32x4.mul(n3, v128.load(w, 48))));
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
  let at = visit.events;
  let share = visit.shares;
  for (let step: usize = 0; step < <usize>input.steps; step++, to += width, values += <usize>input.tiles << 6) {
    const end = <usize>load<u32>(visit.ends + (step << 2));
    for (; at < end; at += 8, share += 16) {
      const unit = (visit.firstTile << 4) + <i32>load<u32>(at, 4);
      const x: f32 = input.values == 0 ? 1 : load<f32>(values + (<usize>unit << 2));
      const target = to + (<usize>placeIn(input, reward, sample, unit) << 2);
      store<f32>(target, load<f32>(target) + x * laneSum(v128.load(share)));
    }
  }
}
