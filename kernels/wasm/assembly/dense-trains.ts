import { Dense } from './dense';
import { respond } from './respond';
import { copyLine, sumOnly, sumRows } from './row-sums';
import { BLOCK, firstEnd, firstWord, headOf, patternsOf, ROW_SHIFT, Trains } from './trains';

/**
 * The forward pass of a dense layer whose input is kept as trains: each sum of rows that inputs share is made once.
 *
 * Items: samples of one pair of tiles after the other (item = pair · batch + sample). Scratch: `128 · (fanIn + sums +
 * steps + 1)` bytes; at any time there are at most `fanIn / 2` sums of shared trains and 26 of a block's patterns.
 */
export function denseTrains(layer: Dense, begin: i32, end: i32, scratch: usize): void {
  const batch = layer.input.batch;
  const tiles = layer.output.tiles;
  const bias = scratch;
  const sums = bias + (1 << ROW_SHIFT);
  const rows = sums + (<usize>layer.steps << ROW_SHIFT);
  let ready = -1;
  for (let item = begin; item < end; item++) {
    const pair = item / batch;
    const sample = item - pair * batch;
    const first = pair << 1;
    // A last tile alone is its own partner; what becomes of the copy is not looked at.
    const second = min(first + 1, tiles - 1);
    if (pair != ready) {
      copyLine(layer.bias + (<usize>first << 6), bias);
      copyLine(layer.bias + (<usize>second << 6), bias + 64);
      sideBySide(layer, first, second, rows);
      ready = pair;
    }
    sumSample(layer, sample, bias, sums, rows);
    const offset = <usize>layer.steps << 6;
    respond(layer.neurons, layer.output, sample, first, sums, 64, layer.steps, sums);
    if (second != first)
      respond(layer.neurons, layer.output, sample, second, sums + offset, 64, layer.steps, sums + offset);
  }
}

/** The weights of two tiles, in one row for each input. */
function sideBySide(layer: Dense, first: i32, second: i32, to: usize): void {
  const bytes = <usize>layer.fanIn << 6;
  let a = layer.weights + <usize>first * bytes;
  let b = layer.weights + <usize>second * bytes;
  const end = a + bytes;
  for (; a < end; a += 64, b += 64, to += 128) {
    copyLine(a, to);
    copyLine(b, to + 64);
  }
}

/** Sums of a sample: all steps of the first tile, then all of the second. */
function sumSample(layer: Dense, sample: i32, bias: usize, sums: usize, rows: usize): void {
  const input = layer.input;
  const trains = changetype<Trains>(input.trains);
  const made = rows + (<usize>layer.fanIn << ROW_SHIFT);
  const offset = <usize>layer.steps << 6;
  let target = sums;
  for (let k = 0; k < trains.spans; k++) {
    const span = sample * trains.spans + k;
    const firstStep = k * trains.spanSteps;
    const steps = min(trains.spanSteps, input.steps - firstStep);
    const first = firstWord(input, sample, firstStep);
    const head = headOf(trains, span);
    let end = trains.ends + firstEnd(first, span);
    let term = trains.terms + first;
    let to = made;
    for (let sum = 0; sum < head.common; sum++, end += 4, to += 128) {
      const behind = <usize>load<u32>(end);
      sumOnly(rows, term, behind, to);
      term = behind;
    }
    for (let block = 0; block * BLOCK < steps; block++) {
      let at = to;
      for (let sum = patternsOf(head, block); sum > 0; sum--, end += 4, at += 128) {
        const behind = <usize>load<u32>(end);
        sumOnly(rows, term, behind, at);
        term = behind;
      }
      for (let step = min(BLOCK, steps - block * BLOCK); step > 0; step--, end += 4, target += 64) {
        const behind = <usize>load<u32>(end);
        sumRows(rows, term, behind, bias, target, target + offset);
        term = behind;
      }
    }
  }
}
