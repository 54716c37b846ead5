import { Signal } from './signal';
import { BLOCK, firstEnd, firstWord, Head, headOf, ROW_SHIFT, Trains } from './trains';

// What a layer adds up for a sample: in each step the rows of weights of the inputs that spike. Inputs with the same train
// are in the same steps together: their rows are added once, and their sum in each step. Of what is left, inputs that
// agree within a block of five steps are added once for the block: the method of the four Russians (Arlazarov, Dinic,
// Kronrod, Faradzev 1970), with the patterns that occur in place of all. Feedback adds the same up the other way: in each
// input the rows of normed reward of its steps.

/** Arrays of one span while its sums are found; they stand behind each other in scratch memory. */
@unmanaged
class Search {
  units: i32;
  tableBits: i32;
  /** Distinct trains, and how many inputs have each. */
  distinct: i32;
  /** Inputs that spike. */
  active: i32;
  /** Sums and inputs that take part in the second round. */
  operands: i32;
  /** u32 `[2^tableBits]`: a distinct train counted from 1, where its hash points to or after; 0: free. */
  table: usize;
  /** u32 `[units]` each, by distinct train. */
  trains: usize;
  counts: usize;
  /** Where the next member's term goes; 0: the train is not shared. */
  cursors: usize;
  /** u32: what sum a shared train is. */
  sums: usize;
  /** u32 `[units]` each, by active input: the input and its distinct train. */
  inputs: usize;
  kinds: usize;
  /** u32 `[units]` each, by operand: its row in bytes and its train. */
  rows: usize;
  patterns: usize;
  /** u32 `[6 × 32]`: row in feedback of a block's shared pattern, 0 where it is not shared. */
  backRows: usize;
  /** u32 `[32]` each, of the block at hand: inputs with a pattern, and where the next term goes. */
  blockCounts: usize;
  blockCursors: usize;
  /** u32 `[5]`, of the block at hand: where each step's next term goes. */
  stepCursors: usize;
}

const SEARCH_BYTES: usize = 128;
const TABLE_BYTES: usize = 6 * 32 * 4;

function layOut(scratch: usize, units: i32): Search {
  const search = changetype<Search>(scratch);
  const bytes = <usize>units << 2;
  search.units = units;
  search.tableBits = 33 - <i32>clz<u32>(units);
  let at = scratch + SEARCH_BYTES;
  search.backRows = at;
  search.blockCounts = at + TABLE_BYTES;
  search.blockCursors = at + TABLE_BYTES + 128;
  search.stepCursors = at + TABLE_BYTES + 256;
  at += TABLE_BYTES + 288;
  search.trains = at;
  search.counts = at + bytes;
  search.cursors = at + 2 * bytes;
  search.sums = at + 3 * bytes;
  search.inputs = at + 4 * bytes;
  search.kinds = at + 5 * bytes;
  search.rows = at + 6 * bytes;
  search.patterns = at + 7 * bytes;
  search.table = at + 8 * bytes;
  return search;
}

/** Whether one sum for `many` rows in `times` steps saves more than the store and load that it costs. */
@inline
function saves(many: u32, times: u32): bool {
  return (many - 1) * (times - 1) > 1;
}

@inline
function word(array: usize, index: u32): u32 {
  return load<u32>(array + (<usize>index << 2));
}

@inline
function put(array: usize, index: u32, value: u32): void {
  store<u32>(array + (<usize>index << 2), value);
}

/** Writes a term where a cursor points to, and moves the cursor on. */
@inline
function push(cursors: usize, index: u32, value: u32): void {
  const at = word(cursors, index);
  store<u32>(<usize>at, value);
  put(cursors, index, at + 4);
}

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

/**
 * Lists the sums of feedback: shared patterns within blocks, shared trains, inputs. Rows are the span's steps, then the
 * shared patterns, then the shared trains.
 */
function listBack(search: Search, head: Head, steps: i32, terms: usize, ends: usize, units: usize): void {
  const blocks = (steps + BLOCK - 1) / BLOCK;
  for (let block = 0; block < blocks; block++)
    for (let pattern: u32 = 3; pattern < 32; pattern++) {
      const at = search.backRows + (<usize>block << 7) + (<usize>pattern << 2);
      const counted = load<u32>(at);
      if (counted == 0) continue;
      for (let left = pattern; left != 0; left &= left - 1, terms += 4)
        store<u32>(terms, (block * BLOCK + ctz(left)) << ROW_SHIFT);
      store<u32>(ends, <u32>terms);
      ends += 4;
      store<u32>(at, (steps + counted - 1) << ROW_SHIFT);
    }
  for (let k: u32 = 0; k < <u32>search.operands; k++) {
    let left = word(search.patterns, k);
    for (let block = 0; left != 0; block++, left >>= BLOCK) {
      const row = word(search.backRows + (<usize>block << 7), left & 31);
      if (row != 0) {
        store<u32>(terms, row);
        terms += 4;
        continue;
      }
      for (let bits = left & 31; bits != 0; bits &= bits - 1, terms += 4)
        store<u32>(terms, (block * BLOCK + ctz(bits)) << ROW_SHIFT);
    }
    store<u32>(ends, <u32>terms);
    ends += 4;
  }
  const common = (steps + head.patterns) << ROW_SHIFT;
  let singles = units + (<usize>head.members << 3);
  for (let k: u32 = 0; k < <u32>search.active; k++) {
    const kind = word(search.kinds, k);
    const row = word(search.inputs, k) << ROW_SHIFT;
    if (word(search.cursors, kind) != 0) {
      store<u32>(units, row);
      store<u32>(units, common + (word(search.sums, kind) << ROW_SHIFT), 4);
      units += 8;
    } else {
      store<u32>(singles, row);
      singles += 4;
    }
  }
}
