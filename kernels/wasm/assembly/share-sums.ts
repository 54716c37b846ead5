import { listBack } from './share-back';
import { Signal } from './signal';
import { layOut, push, put, saves, Search, word } from './sum-search';
import { BLOCK, firstEnd, firstWord, Head, headOf, ROW_SHIFT, Trains } from './trains';

// What a layer adds up for a sample: in each step the rows of weights of the inputs that spike. Inputs with the same train
// are in the same steps together: their rows are added once, and their sum in each step. Of what is left, inputs that
// agree within a block of five steps are added once for the block: the method of the four Russians (Arlazarov, Dinic,
// Kronrod, Faradzev 1970), with the patterns that occur in place of all. Feedback adds the same up the other way: in each
// input the rows of normed reward of its steps.

/**
 * Finds the sums that inputs and steps share. Items: samples. Scratch: 2048 bytes and 48 for each unit.
 */
export function shareSums(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const trains = changetype<Trains>(signal.trains);
  const search = layOut(scratch, signal.tiles << 4);
  for (let sample = begin; sample < end; sample++)
    for (let k = 0; k < trains.spans; k++) {
      const span = sample * trains.spans + k;
      const firstStep = k * trains.spanSteps;
      const steps = min(trains.spanSteps, signal.steps - firstStep);
      const first = firstWord(signal, sample, firstStep);
      const head = headOf(trains, span);
      findTrains(search, trains.bits + (<usize>(span * signal.tiles) << 6));
      const ends = trains.ends + firstEnd(first, span);
      const behind = shareTrains(search, head, trains.terms + first, ends);
      shareBlocks(search, head, steps, behind, ends + (<usize>head.common << 2));
      if (trains.backTerms == 0) continue;
      const backUnits = trains.backUnits + first;
      listBack(search, head, steps, trains.backTerms + first, trains.backEnds + firstEnd(first, span), backUnits);
    }
}

/** Tells the distinct trains apart and lists the inputs that spike. */
function findTrains(search: Search, bits: usize): void {
  const slots: u32 = 1 << search.tableBits;
  memory.fill(search.table, 0, <usize>slots << 2);
  let distinct: u32 = 0;
  let active: u32 = 0;
  for (let unit: u32 = 0; unit < <u32>search.units; unit++) {
    const train = word(bits, unit);
    if (train == 0) continue;
    let slot = (train * 0x9e3779b1) >>> (32 - search.tableBits);
    let found = word(search.table, slot);
    while (found != 0 && word(search.trains, found - 1) != train) {
      slot = (slot + 1) & (slots - 1);
      found = word(search.table, slot);
    }
    if (found == 0) {
      put(search.trains, distinct, train);
      put(search.counts, distinct, 0);
      found = ++distinct;
      put(search.table, slot, found);
    }
    put(search.counts, found - 1, word(search.counts, found - 1) + 1);
    put(search.inputs, active, unit);
    put(search.kinds, active, found - 1);
    active++;
  }
  search.distinct = distinct;
  search.active = active;
}

/** Lists the inputs of each train that is worth a sum of its own. Returns where the next term goes. */
function shareTrains(search: Search, head: Head, terms: usize, ends: usize): usize {
  let sums: u32 = 0;
  for (let kind: u32 = 0; kind < <u32>search.distinct; kind++) {
    const train = word(search.trains, kind);
    const count = word(search.counts, kind);
    put(search.cursors, kind, 0);
    if (!saves(count, <u32>popcnt(train))) continue;
    put(search.cursors, kind, <u32>terms);
    put(search.sums, kind, sums);
    put(search.rows, sums, (<u32>search.units + sums) << ROW_SHIFT);
    put(search.patterns, sums, train);
    terms += <usize>count << 2;
    put(ends, sums++, <u32>terms);
  }
  let operands = sums;
  for (let k: u32 = 0; k < <u32>search.active; k++) {
    const kind = word(search.kinds, k);
    const row = word(search.inputs, k) << ROW_SHIFT;
    if (word(search.cursors, kind) != 0) {
      push(search.cursors, kind, row);
      continue;
    }
    put(search.rows, operands, row);
    put(search.patterns, operands++, word(search.trains, kind));
  }
  search.operands = operands;
  head.common = sums;
  head.singles = operands - sums;
  head.members = search.active - head.singles;
  return terms;
}

/** Lists, block after block, the sums of its shared patterns and of its steps. */
function shareBlocks(search: Search, head: Head, steps: i32, terms: usize, ends: usize): void {
  let patterns: u32 = 0;
  let block = 0;
  for (let first = 0; first < steps; first += BLOCK, block++) {
    const length = min(BLOCK, steps - first);
    countPatterns(search, first);
    const shared = placePatterns(search, block, patterns, terms, ends);
    terms = shared == 0 ? terms : <usize>word(ends, shared - 1);
    ends += <usize>shared << 2;
    terms = placeSteps(search, block, length, terms, ends);
    ends += <usize>length << 2;
    fillBlock(search, head, block, length);
    store<u32>(changetype<usize>(head) + (<usize>block << 2), shared, offsetof<Head>('ofBlock0'));
    patterns += shared;
  }
  head.patterns = patterns;
}

function countPatterns(search: Search, first: i32): void {
  memory.fill(search.blockCounts, 0, 128);
  for (let k: u32 = 0; k < <u32>search.operands; k++) {
    const pattern = (word(search.patterns, k) >> first) & 31;
    put(search.blockCounts, pattern, word(search.blockCounts, pattern) + 1);
  }
}

/** Makes room for the terms of the block's shared patterns; returns how many there are. */
function placePatterns(search: Search, block: i32, earlier: u32, terms: usize, ends: usize): u32 {
  let shared: u32 = 0;
  const rows = search.backRows + (<usize>block << 7);
  memory.fill(rows, 0, 128);
  for (let pattern: u32 = 3; pattern < 32; pattern++) {
    const count = word(search.blockCounts, pattern);
    if (count == 0 || !saves(count, <u32>popcnt(pattern))) continue;
    put(search.blockCursors, pattern, <u32>terms);
    terms += <usize>count << 2;
    put(ends, shared++, <u32>terms);
    // Counted from 1 over all blocks; `listBack` makes rows of them.
    put(rows, pattern, earlier + shared);
  }
  return shared;
}

/** Makes room for the terms of the block's steps; returns where the next term goes. */
function placeSteps(search: Search, block: i32, length: i32, terms: usize, ends: usize): usize {
  const rows = search.backRows + (<usize>block << 7);
  for (let step = 0; step < length; step++) {
    put(search.stepCursors, step, <u32>terms);
    for (let pattern: u32 = 1; pattern < 32; pattern++)
      if (((pattern >> step) & 1) != 0)
        terms += <usize>(word(rows, pattern) != 0 ? 1 : word(search.blockCounts, pattern)) << 2;
    put(ends, step, <u32>terms);
  }
  return terms;
}

function fillBlock(search: Search, head: Head, block: i32, length: i32): void {
  const rows = search.backRows + (<usize>block << 7);
  const first = block * BLOCK;
  let sum = (<u32>search.units + head.common) << ROW_SHIFT;
  for (let pattern: u32 = 1; pattern < 32; pattern++) {
    if (word(rows, pattern) == 0) continue;
    for (let left = pattern; left != 0; left &= left - 1) push(search.stepCursors, ctz(left), sum);
    sum += 1 << ROW_SHIFT;
  }
  for (let k: u32 = 0; k < <u32>search.operands; k++) {
    const pattern = (word(search.patterns, k) >> first) & 31;
    const row = word(search.rows, k);
    if (word(rows, pattern) != 0) {
      push(search.blockCursors, pattern, row);
      continue;
    }
    for (let left = pattern; left != 0; left &= left - 1) push(search.stepCursors, ctz(left), row);
  }
}
