import { growConstant } from './constant-growth';
import { growAndShare, growOnly } from './growth-loops';
import { laneSum } from './lanes';
import { addRewardAt } from './reward-access';
import { Reward, Signal } from './signal';

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

/** Inputs that are worked on together: their packed weights and growth stay in the second cache. */
const GROUP: i32 = 32;

/**
 * Items: inputs. Scratch: `GROUP` times two rows of `tiles · 64` bytes and 4 bytes, then 2 rows of `tiles · 64` bytes,
 * then 20 bytes for each step.
 *
 * A group of inputs sees one sample after the other, so that the sample's normed reward stays in the nearest cache while
 * all inputs of the group meet it.
 */
export function denseFeedback(args: DenseFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let first = begin; first < end; first += GROUP) groupFeedback(args, first, min(first + GROUP, end), scratch);
}

function groupFeedback(args: DenseFeedback, begin: i32, end: i32, scratch: usize): void {
  const tiles = args.output.tiles;
  const rowBytes = <usize>tiles << 6;
  const growths = scratch + <usize>GROUP * rowBytes;
  const cursors = growths + <usize>GROUP * rowBytes;
  const line = cursors + (<usize>GROUP << 2);
  const spread = line + rowBytes;
  const starts = args.input.starts;
  if (args.constant == 0) growGroup(args, begin, end, scratch, growths, cursors, line, spread + rowBytes);
  for (let input = begin; input < end; input++) {
    const from = load<u32>(starts + (<usize>input << 2));
    const to = load<u32>(starts + (<usize>input << 2), 4);
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
    loadRow(args, input, tiles, line);
    if (args.constant != 0) growConstant(args, input, from, to, line, spread);
    else unpackGrowth(args, growths + <usize>(input - begin) * rowBytes, spread);
    finishRow(args, input, tiles, line, spread, adds);
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

/** Adds reward to an input in one of its rows. */
@inline
function send(args: DenseFeedback, row: i32, input: i32, amount: f32): void {
  addRewardAt(changetype<Reward>(args.input.reward), row, input, amount);
}

/** Growth of a group of inputs that change from step to step, packed; also sends reward to them if asked. */
function growGroup(
  args: DenseFeedback,
  begin: i32,
  end: i32,
  weights: usize,
  growths: usize,
  cursors: usize,
  line: usize,
  scratch: usize,
): void {
  const reward = changetype<Reward>(args.output.reward);
  const rowBytes = <usize>args.output.tiles << 6;
  const width = <usize>reward.width << 2;
  for (let input = begin; input < end; input++) {
    const k = <usize>(input - begin);
    store<u32>(cursors + (k << 2), load<u32>(args.input.starts + (<usize>input << 2)));
    memory.fill(growths + k * rowBytes, 0, width);
    if (args.wantsInputs != 0) packWeights(args, input, weights + k * rowBytes, line);
  }
  for (let sample = 0; sample < args.input.batch; sample++)
    for (let input = begin; input < end; input++) {
      const k = <usize>(input - begin);
      const cursor = cursors + (k << 2);
      const from = load<u32>(cursor);
      const to = load<u32>(args.input.starts + (<usize>input << 2), 4);
      if (from == to) continue;
      const event = growSample(args, sample, input, from, to, weights + k * rowBytes, growths + k * rowBytes, scratch);
      store<u32>(cursor, event);
    }
}

/** Weights of an input beside the places of the output's reward. */
function packWeights(args: DenseFeedback, input: i32, to: usize, line: usize): void {
  const reward = changetype<Reward>(args.output.reward);
  if (reward.whole != 0) {
    loadRow(args, input, args.output.tiles, to);
    return;
  }
  loadRow(args, input, args.output.tiles, line);
  // Places behind the last unit meet a normed reward of 0.
  const width = <usize>reward.width << 2;
  for (let k: usize = 0; k < width; k += 4)
    store<f32>(to + k, load<f32>(line + (<usize>load<u32>(reward.units + k) << 2)));
}

/** Growth with every unit at its own place. */
function unpackGrowth(args: DenseFeedback, packed: usize, to: usize): void {
  const reward = changetype<Reward>(args.output.reward);
  const rowBytes = <usize>args.output.tiles << 6;
  if (reward.whole != 0) {
    memory.copy(to, packed, rowBytes);
    return;
  }
  memory.fill(to, 0, rowBytes);
  const units = <usize>reward.count << 2;
  for (let k: usize = 0; k < units; k += 4)
    store<f32>(to + (<usize>load<u32>(reward.units + k) << 2), load<f32>(packed + k));
}

/** One input in one sample; returns the first event behind the sample. */
@inline
function growSample(
  args: DenseFeedback,
  sample: i32,
  input: i32,
  from: u32,
  to: u32,
  weights: usize,
  growth: usize,
  scratch: usize,
): u32 {
  const reward = changetype<Reward>(args.output.reward);
  const width = <usize>reward.width << 2;
  const pointers = scratch;
  const shares = scratch + (<usize>args.steps << 2);
  const behind = <u32>((sample + 1) * args.steps);
  let event = from;
  let count: usize = 0;
  for (; event < to; event++) {
    const row = load<u32>(args.input.rows + (<usize>event << 2));
    if (row >= behind) break;
    store<usize>(pointers + count, reward.values + <usize>row * width);
    count += 4;
  }
  if (count == 0) return event;
  const heights: usize = args.input.rowHeights == 0 ? 0 : args.input.rowHeights + (<usize>from << 2);
  if (args.wantsInputs == 0) {
    if (heights == 0) growOnly(false, width, count, pointers, heights, growth);
    else growOnly(true, width, count, pointers, heights, growth);
    return event;
  }
  memory.fill(shares, 0, count << 2);
  if (heights == 0) growAndShare(false, width, count, pointers, heights, weights, shares, growth);
  else growAndShare(true, width, count, pointers, heights, weights, shares, growth);
  for (let k: usize = 0; k < count; k += 4) {
    const x: f32 = heights == 0 ? 1 : load<f32>(heights + k);
    const row = <i32>load<u32>(args.input.rows + (<usize>from << 2) + k);
    send(args, row, input, x * laneSum(v128.load(shares + (k << 2))));
  }
  return event;
}

