import type { LinearMemory } from './linear-memory.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** Spikes as trains, in linear memory; `kernels/wasm/assembly/trains.ts` says how they are laid out. */
export interface SpikeTrains {
  /** Address of their record. */
  readonly record: number;
  /** Spans of all samples. */
  readonly spans: number;
}

/** Steps of a block, and the most of a span. */
const [BLOCK, LONGEST_SPAN] = [5, 30];
/** Words of a record, and the first one that is filled in when the events are counted. */
const [WORDS, LISTS] = [9, 4];
/** Words of a span's share of the ends beside its events. */
const ENDS_SPARE = 64;

/** Makes room for the trains of a signal, all spans of a sample of one length. */
export function spikeTrains(memory: LinearMemory, { tiles }: UnitLayout, batch: number, steps: number): SpikeTrains {
  const spans = Math.ceil(steps / LONGEST_SPAN);
  const spanSteps = BLOCK * Math.ceil(steps / spans / BLOCK);
  const [bits, heads] = [memory.allocate(64 * batch * spans * tiles), memory.allocate(64 * batch * spans)];
  const record = memory.record([Math.ceil(steps / spanSteps), spanSteps, bits, heads, 0, 0, 0, 0, 0]);
  return { record, spans: batch * Math.ceil(steps / spanSteps) };
}

/** Makes room for the sums that the trains share. `learn`: also for those of feedback. */
export function makeRoom(memory: LinearMemory, { record, spans }: SpikeTrains, events: number, learn: boolean): void {
  const terms = (): number => memory.allocate(4 * events);
  const ends = (): number => memory.allocate(4 * (events + spans * ENDS_SPARE));
  const lists = [terms(), ends(), ...(learn ? [terms(), ends(), terms()] : [0, 0, 0])];
  memory.words(record, WORDS).set(lists, LISTS);
}

/** Scratch memory of `shareSums`. */
export function sharingScratch({ tiles }: UnitLayout): number {
  return 2048 + 48 * TILE * tiles;
}

/** Bytes of the rows that `denseTrains` works with. */
export function forwardRows(fanIn: number, steps: number): number {
  return 128 * (fanIn + Math.ceil(fanIn / 2) + 26 + steps + 1);
}

/** Bytes of the rows that `denseGrowth` works with. */
export function growthRows(fanIn: number): number {
  return 128 * (fanIn + 1 + LONGEST_SPAN + Math.ceil(fanIn / 2) + 6 * 26);
}
