import { finishRows, Growing } from './finish-growth';
import { WRITE } from './row-states';
import { copyLine, sumOnly, sumRows } from './row-sums';
import { Reward } from './signal';
import { firstEnd, firstWord, headOf, ROW_SHIFT, Trains } from './trains';
import { windowRows } from './window-lanes';

/**
 * Feedback of the weights of a dense layer, epsilon rule, inputs that change from step to step.
 *
 * Items: windows of units. Scratch: `128 · (fanIn + 1)` bytes for the growth of a window, and behind it `128 · (steps + sums)`
 * bytes, where a span has at most `fanIn / 2` sums of shared trains and 26 of the patterns of each of six blocks.
 */
export function denseGrowth(args: Growing, begin: i32, end: i32, scratch: usize): void {
  const windows = changetype<Reward>(args.output.reward).windows;
  const made = scratch + (<usize>(args.fanIn + 1) << ROW_SHIFT);
  for (let window = begin; window < end; window++) {
    clearGrowth(args, scratch);
    for (let sample = 0; sample < args.input.batch; sample++) {
      const rows = windowRows(args.output, sample, window);
      if (rows == 0) continue;
      if (args.input.trains != 0) growTrains(args, sample, rows, scratch, made);
      else growEvents(args, sample, rows, scratch);
    }
    let tile = <i32>load<u32>(windows.tiles + (<usize>window << 2));
    const last = <i32>load<u32>(windows.tiles + (<usize>window << 2), 4);
    const first = load<u32>(windows.firsts + (<usize>tile << 2));
    for (; tile < last; tile++) {
      const place = load<u32>(windows.firsts + (<usize>tile << 2)) - first;
      finishRows(args, tile, <u32>load<u16>(windows.kept + (<usize>tile << 1)), scratch, <usize>place << 2);
    }
  }
}

/**
 * The same for inputs that are the same at every step.
 *
 * Items: tiles of units. Scratch: `128 · (fanIn + 1) + 64 · batch` bytes.
 */
export function constantGrowth(args: Growing, begin: i32, end: i32, scratch: usize): void {
  for (let tile = begin; tile < end; tile++) {
    growConstant(args, tile, scratch, scratch + (<usize>(args.fanIn + 1) << ROW_SHIFT));
    finishRows(args, tile, 0xffff, scratch, 0);
  }
}

function clearGrowth(args: Growing, growth: usize): void {
  const zero = f32x4.splat(0);
  for (let input = 0; input < args.fanIn; input++) {
    if (load<u8>(args.actions + <usize>input) < WRITE) continue;
    const row = growth + (<usize>input << ROW_SHIFT);
    for (let at: usize = 0; at < 128; at += 16) v128.store(row + at, zero);
  }
}

/** Inputs that are kept as trains: what inputs and steps share is summed once. */
function growTrains(args: Growing, sample: i32, from: usize, growth: usize, rows: usize): void {
  const input = args.input;
  const trains = changetype<Trains>(input.trains);
  for (let k = 0; k < trains.spans; k++) {
    const span = sample * trains.spans + k;
    const firstStep = k * trains.spanSteps;
    const steps = min(trains.spanSteps, input.steps - firstStep);
    // Sums stand behind the rows that they are made of.
    let to = rows;
    for (let step = 0; step < steps; step++, from += 128, to += 128) {
      copyLine(from, to);
      copyLine(from + 64, to + 64);
    }
    growSpan(trains, span, firstWord(input, sample, firstStep), rows, to, growth);
  }
}

/** One span of one sample: shared patterns, shared trains, inputs that share a train, inputs with one of their own. */
function growSpan(trains: Trains, span: i32, first: usize, rows: usize, made: usize, growth: usize): void {
  const head = headOf(trains, span);
  let end = trains.backEnds + firstEnd(first, span);
  let term = trains.backTerms + first;
  for (let sum = head.patterns + head.common; sum > 0; sum--, end += 4, made += 128) {
    const behind = <usize>load<u32>(end);
    sumOnly(rows, term, behind, made);
    term = behind;
  }
  let unit = trains.backUnits + first;
  for (let left = head.members; left > 0; left--, unit += 8) {
    const row = growth + <usize>load<u32>(unit);
    addRow(rows + <usize>load<u32>(unit, 4), row);
  }
  for (let left = head.singles; left > 0; left--, unit += 4, end += 4) {
    const row = growth + <usize>load<u32>(unit);
    const behind = <usize>load<u32>(end);
    sumRows(rows, term, behind, row, row, row + 64);
    term = behind;
  }
}

@inline
function addRow(from: usize, to: usize): void {
  for (let at: usize = 0; at < 128; at += 32) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
    v128.store(to + at, f32x4.add(v128.load(to + at, 16), v128.load(from + at, 16)), 16);
  }
}

/** Inputs with heights that change from step to step: `growth = Σ height · n`. */
function growEvents(args: Growing, sample: i32, rows: usize, growth: usize): void {
  const input = args.input;
  let offset = input.offsets + (<usize>(sample * input.steps) << 2);
  for (let step = 0; step < input.steps; step++, offset += 4, rows += 1 << ROW_SHIFT) {
    const last = <usize>load<u32>(offset, 4) << 2;
    for (let event = <usize>load<u32>(offset) << 2; event < last; event += 4) {
      const row = growth + (<usize>load<u32>(input.units + event) << ROW_SHIFT);
      const x = heightAt(input.heights, event);
      for (let at: usize = 0; at < 128; at += 16)
        v128.store(row + at, f32x4.add(v128.load(row + at), f32x4.mul(x, v128.load(rows + at))));
    }
  }
}

@inline
function heightAt(heights: usize, event: usize): v128 {
  return heights == 0 ? f32x4.splat(1) : v128.load32_splat(heights + event);
}

/** Inputs that are the same at every step: only the sum of the normed reward over the steps counts. */
function growConstant(args: Growing, tile: i32, growth: usize, near: usize): void {
  const input = args.input;
  const tiles = args.output.tiles;
  let sums = changetype<Reward>(args.output.reward).sums + (<usize>tile << 6);
  // Side by side they stay in the nearest cache while all inputs meet them.
  for (let sample: usize = 0; sample < <usize>input.batch; sample++, sums += <usize>tiles << 6)
    copyLine(sums, near + (sample << 6));
  for (let unit = 0; unit < args.fanIn; unit++) {
    let event = <usize>load<u32>(input.starts + (<usize>unit << 2)) << 2;
    const last = <usize>load<u32>(input.starts + (<usize>unit << 2), 4) << 2;
    if (event == last) continue;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; event < last; event += 4) {
      const n = near + (<usize>load<u32>(input.rows + event) << 6);
      const x = heightAt(input.rowHeights, event);
      a = f32x4.add(a, f32x4.mul(x, v128.load(n)));
      b = f32x4.add(b, f32x4.mul(x, v128.load(n, 16)));
      c = f32x4.add(c, f32x4.mul(x, v128.load(n, 32)));
      d = f32x4.add(d, f32x4.mul(x, v128.load(n, 48)));
    }
    const row = growth + (<usize>unit << ROW_SHIFT);
    v128.store(row, a);
    v128.store(row, b, 16);
    v128.store(row, c, 32);
    v128.store(row, d, 48);
  }
}
