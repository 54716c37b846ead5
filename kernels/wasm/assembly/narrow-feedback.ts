import { squaresOf } from './lanes';
import { ACTIVE, QUIET } from './row-states';
import { blockOf, placeIn, widthOf } from './reward-access';
import { Reward, Signal } from './signal';

/**
 * Feedback of a dense layer of at most 16 units, row by row: a row of normed reward stays in registers while the row's
 * events pass, and no list of events by input is needed.
 */
@unmanaged
export class NarrowFeedback {
  input: Signal;
  output: Signal;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** f32 `[fanIn][16]`; 0: the growth itself is the feedback (gradients). */
  weights: usize;
  /** f32 `[slices][fanIn][16]`. */
  growths: usize;
  slices: i32;
  /** f32 `[fanIn][16]`: `|W| ⊙ Σ xᵀ n`. */
  feedback: usize;
  /** f64 `[fanIn]`: squared length of each input's row of feedback. */
  squares: usize;
  /** u8 `[fanIn]`: see `QUIET`. */
  states: usize;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
  /** 1: the inputs are the same at every step: only the sum of the normed reward over the steps counts. */
  constant: i32;
  /** 1: also send reward to the inputs. */
  wantsInputs: i32;
}

/** Growth of each slice of samples, and reward of the inputs. Items: slices; they are fixed, whoever works on them. */
export function narrowGrowth(args: NarrowFeedback, begin: i32, end: i32, scratch: usize): void {
  const batch = args.input.batch;
  const bytes = <usize>args.fanIn << 6;
  for (let slice = begin; slice < end; slice++) {
    const growth = args.growths + <usize>slice * bytes;
    memory.fill(growth, 0, bytes);
    const first = (slice * batch) / args.slices;
    const last = ((slice + 1) * batch) / args.slices;
    if (args.wantsInputs != 0) growRows(args, true, first, last, growth);
    else growRows(args, false, first, last, growth);
  }
}

@inline
function growRows(args: NarrowFeedback, wants: bool, first: i32, last: i32, growth: usize): void {
  const input = args.input;
  const reward = changetype<Reward>(args.output.reward);
  const valued = input.heights != 0;
  for (let sample = first; sample < last; sample++)
    for (let step = 0; step < input.steps; step++) {
      const row = sample * input.steps + step;
      const n = (args.constant != 0 ? reward.sums : reward.values) + (<usize>row << 6);
      if (valued) growRow(args, true, wants, sample, step, n, growth);
      else growRow(args, false, wants, sample, step, n, growth);
    }
}

@inline
function growRow(
  args: NarrowFeedback,
  valued: bool,
  wants: bool,
  sample: i32,
  step: i32,
  n: usize,
  growth: usize,
): void {
  const input = args.input;
  const n0 = v128.load(n);
  const n1 = v128.load(n, 16);
  const n2 = v128.load(n, 32);
  const n3 = v128.load(n, 48);
  const toInputs = changetype<Reward>(input.reward);
  const target = wants ? blockOf(input, toInputs, sample) + <usize>step * widthOf(toInputs, sample) : 0;
  const offsets = input.offsets + (<usize>(sample * input.steps + step) << 2);
  const end = <usize>load<u32>(offsets, 4) << 2;
  for (let event = <usize>load<u32>(offsets) << 2; event < end; event += 4) {
    const unit = load<u32>(input.units + event);
    const height: f32 = valued ? load<f32>(input.heights + event) : 1;
    const x = f32x4.splat(height);
    const at = <usize>unit << 6;
    const g = growth + at;
    v128.store(g, f32x4.add(v128.load(g), valued ? f32x4.mul(x, n0) : n0));
    v128.store(g, f32x4.add(v128.load(g, 16), valued ? f32x4.mul(x, n1) : n1), 16);
    v128.store(g, f32x4.add(v128.load(g, 32), valued ? f32x4.mul(x, n2) : n2), 32);
    v128.store(g, f32x4.add(v128.load(g, 48), valued ? f32x4.mul(x, n3) : n3), 48);
    if (!wants) continue;
    const w = args.weights + at;
    const total = f32x4.add(
      f32x4.add(f32x4.mul(v128.load(w), n0), f32x4.mul(v128.load(w, 16), n1)),
      f32x4.add(f32x4.mul(v128.load(w, 32), n2), f32x4.mul(v128.load(w, 48), n3)),
    );
    const pairs = f32x4.add(total, i32x4.shuffle(total, total, 2, 3, 0, 1));
    const to = target + (<usize>placeIn(input, toInputs, sample, <i32>unit) << 2);
    const share = height * (f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
    store<f32>(to, load<f32>(to) + share);
  }
}

/** Adds the slices up in their order and finishes the feedback. Items: inputs. */
export function narrowFinish(args: NarrowFeedback, begin: i32, end: i32, scratch: usize): void {
  const bytes = <usize>args.fanIn << 6;
  for (let input = begin; input < end; input++) {
    const at = <usize>input << 6;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let growth = args.growths + at;
    for (let slice = 0; slice < args.slices; slice++, growth += bytes) {
      a = f32x4.add(a, v128.load(growth));
      b = f32x4.add(b, v128.load(growth, 16));
      c = f32x4.add(c, v128.load(growth, 32));
      d = f32x4.add(d, v128.load(growth, 48));
    }
    const state = load<u8>(args.states + <usize>input);
    const adds = args.adds != 0 && state == ACTIVE;
    if (!adds && !v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      if (state == ACTIVE) {
        memory.fill(args.feedback + at, 0, 64);
        store<u8>(args.states + <usize>input, QUIET);
      }
      store<f64>(args.squares + (<usize>input << 3), 0);
      continue;
    }
    const square = finish(args, at, 0, a, adds) + finish(args, at, 16, b, adds) + finish(args, at, 32, c, adds);
    store<f64>(args.squares + (<usize>input << 3), square + finish(args, at, 48, d, adds));
    store<u8>(args.states + <usize>input, ACTIVE);
  }
}

/** `f = |w| · growth`, or the growth itself, added to what is there if asked; returns its squared length. */
@inline
function finish(args: NarrowFeedback, at: usize, quarter: usize, growth: v128, adds: bool): f64 {
  const target = args.feedback + at + quarter;
  let f = growth;
  if (args.weights != 0) f = f32x4.mul(f32x4.abs(v128.load(args.weights + at + quarter)), growth);
  if (adds) f = f32x4.add(f, v128.load(target));
  v128.store(target, f);
  const both = squaresOf(f);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}
