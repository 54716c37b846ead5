import { Signal } from './signal';

/**
 * The spikes of a signal as trains: one word for a unit in a span of steps, bit t set where it spikes in the span's step t.
 * Beside them, for each sample and span, the sums that `shareSums` found to be worth making once.
 *
 * The host lays the arrays out and owns them.
 */
@unmanaged
export class Trains {
  /** Spans that the steps of a sample are cut into; the last may be shorter. */
  spans: i32;
  /** Steps of a span, a multiple of `BLOCK`, at most 30. */
  spanSteps: i32;
  /** u32 `[batch × spans × tiles · 16]`. */
  bits: usize;
  /** u32 `[batch × spans × 16]`: see `head`. */
  heads: usize;
  /** u32 `[events]`, a span's from its first event on: rows to add up, in bytes. */
  terms: usize;
  /** u32 `[events + batch · spans · 64]`: where the terms of each sum end. */
  ends: usize;
  /** The same for feedback; 0: there will be none. */
  backTerms: usize;
  backEnds: usize;
  /** u32 `[events]`: which inputs the sums of feedback belong to. */
  backUnits: usize;
}

/** Steps whose patterns are told apart by a table: 2⁵ entries. */
export const BLOCK: i32 = 5;
/** Bytes of a row that is summed: two tiles. */
export const ROW_SHIFT: i32 = 7;
/** Words of a span's share of `ends` beside its events. */
const ENDS_SPARE: i32 = 64;

/** What `shareSums` found for one span of one sample. */
@unmanaged
export class Head {
  /** Trains that several inputs have, summed once. */
  common: i32;
  /** Inputs with such a train. */
  members: i32;
  /** Inputs with a train of their own. */
  singles: i32;
  /** Patterns within blocks that are summed once, all blocks together. */
  patterns: i32;
  /** The same of each block. */
  ofBlock0: i32;
  ofBlock1: i32;
  ofBlock2: i32;
  ofBlock3: i32;
  ofBlock4: i32;
  ofBlock5: i32;
}

@inline
export function headOf(trains: Trains, span: i32): Head {
  return changetype<Head>(trains.heads + (<usize>span << 6));
}

/** Patterns of one block that are summed once; its words follow each other in `Head`. */
@inline
export function patternsOf(head: Head, block: i32): i32 {
  return load<i32>(changetype<usize>(head) + (<usize>block << 2), offsetof<Head>('ofBlock0'));
}

/** Where a span's words start in arrays of one word an event; `span` counts through all samples. */
@inline
export function firstWord(signal: Signal, sample: i32, step: i32): usize {
  return <usize>load<u32>(signal.offsets + (<usize>(sample * signal.steps + step) << 2)) << 2;
}

/** The same in `ends` and `backEnds`. */
@inline
export function firstEnd(first: usize, span: i32): usize {
  return first + (<usize>(span * ENDS_SPARE) << 2);
}

/** Four lanes of the bits of a step: `bit` where the mask has the lane. */
@inline
function bitsOf(mask: v128, lanes: v128, bit: v128): v128 {
  return v128.and(i32x4.eq(v128.and(mask, lanes), lanes), bit);
}

/** Writes the trains of a signal. Items: samples. */
export function writeTrains(signal: Signal, begin: i32, end: i32, scratch: usize): void {
  const trains = changetype<Trains>(signal.trains);
  const tiles = signal.tiles;
  const stride = <usize>tiles << 1;
  const lanes0 = i32x4(1, 2, 4, 8);
  const lanes1 = i32x4(16, 32, 64, 128);
  const lanes2 = i32x4(256, 512, 1024, 2048);
  const lanes3 = i32x4(4096, 8192, 16384, 32768);
  for (let sample = begin; sample < end; sample++)
    for (let span = 0; span < trains.spans; span++) {
      const first = span * trains.spanSteps;
      const steps = min(trains.spanSteps, signal.steps - first);
      let to = trains.bits + (<usize>((sample * trains.spans + span) * tiles) << 6);
      for (let tile = 0; tile < tiles; tile++, to += 64) {
        let at = signal.masks + (<usize>((sample * signal.steps + first) * tiles + tile) << 1);
        let a = i32x4.splat(0);
        let b = i32x4.splat(0);
        let c = i32x4.splat(0);
        let d = i32x4.splat(0);
        let bit = i32x4.splat(1);
        for (let step = 0; step < steps; step++, at += stride) {
          const mask = i32x4.splat(<i32>load<u16>(at));
          a = v128.or(a, bitsOf(mask, lanes0, bit));
          b = v128.or(b, bitsOf(mask, lanes1, bit));
          c = v128.or(c, bitsOf(mask, lanes2, bit));
          d = v128.or(d, bitsOf(mask, lanes3, bit));
          bit = i32x4.shl(bit, 1);
        }
        v128.store(to, a);
        v128.store(to, b, 16);
        v128.store(to, c, 32);
        v128.store(to, d, 48);
      }
    }
}
