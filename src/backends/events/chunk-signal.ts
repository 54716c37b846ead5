import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { LinearMemory } from './linear-memory.js';
import { makeRoom, type SpikeTrains, sharingScratch, spikeTrains } from './spike-trains.js';
import type { UnitLayout } from './unit-layout.js';

/** What passes between layers in one chunk, in linear memory; `kernels/wasm/assembly/signal.ts` says how it is laid out. */
export interface ChunkSignal {
  /** Address of its record. */
  readonly record: number;
  readonly layout: UnitLayout;
  readonly batch: number;
  /** Rows of a sample: the chunk's steps, or 1 when constant. */
  readonly steps: number;
  readonly constant: boolean;
  /** Whether it has values rather than spikes. */
  readonly valued: boolean;
  readonly masks: number;
  readonly offsets: number;
  readonly values: number;
  /** Its spikes as trains; undefined: they are not kept. */
  readonly trains: SpikeTrains | undefined;
}

/** How a signal is read, besides by its masks and values. */
export interface Readers {
  /** By row: events of each step. */
  readonly rows: boolean;
  /** By unit: events of each input, for feedback. */
  readonly units: boolean;
  /** As trains, where it has spikes that change from step to step. */
  readonly trains: boolean;
}

/** Fields of a record. */
const FIELDS = 13;
/** Order of those that are filled in later. */
const FIELD = { units: 5, heights: 6, starts: 8, rows: 9, rowHeights: 10, reward: 11, trains: 12 } as const;

/** Makes room for a signal without events. */
export function chunkSignal(
  memory: LinearMemory,
  layout: UnitLayout,
  batch: number,
  steps: number,
  { constant, valued, asTrains }: { readonly constant: boolean; readonly valued: boolean; readonly asTrains: boolean },
): ChunkSignal {
  const rows = batch * (constant ? 1 : steps);
  const masks = memory.clear(2 * rows * layout.tiles);
  const offsets = memory.allocate(4 * (rows + 1));
  const values = valued ? memory.allocate(64 * rows * layout.tiles) : 0;
  const trains = asTrains && !constant && !valued ? spikeTrains(memory, layout, batch, steps) : undefined;
  const own = { layout, batch, steps: constant ? 1 : steps, constant, valued, masks, offsets, values, trains };
  const record = memory.record([
    ...[batch, own.steps, layout.tiles, masks, offsets, 0, 0, values, 0, 0, 0, 0],
    trains?.record ?? 0,
  ]);
  return { record, ...own };
}

function setField(memory: LinearMemory, signal: ChunkSignal, field: keyof typeof FIELD, value: number): void {
  memory.words(signal.record, FIELDS)[FIELD[field]] = value;
}

/** Tells kernels where a signal's reward is kept in the feedback of one chunk. */
export function setReward(memory: LinearMemory, signal: ChunkSignal, record: number): void {
  setField(memory, signal, 'reward', record);
}

/** The record of a signal's reward; 0: there is none. */
export function rewardOf(memory: LinearMemory, signal: ChunkSignal): number {
  return memory.words(signal.record, FIELDS)[FIELD.reward]!;
}

/** Where a signal's reward is kept, and its sums over the steps; `kernels/wasm/assembly/signal.ts`. */
export function rewardPlaces(
  memory: LinearMemory,
  signal: ChunkSignal,
): { readonly values: number; readonly sums: number } {
  const [values, sums] = memory.words(rewardOf(memory, signal), 6).subarray(4);
  return { values: values!, sums: sums! };
}

/** Number of events. */
export function eventCount(memory: LinearMemory, { offsets, batch, steps }: ChunkSignal): number {
  return memory.words(offsets, batch * steps + 1)[batch * steps]!;
}

/**
 * Lists a signal's events in the ways that it is read.
 *
 * @param learn Whether feedback will follow.
 * @param tasks What still has to be done before the masks are there.
 */
export async function listEvents(
  { memory, kernels, crew }: Device,
  signal: ChunkSignal,
  readers: Readers,
  learn: boolean,
  tasks: readonly Task[] = [],
  scratch = 64,
): Promise<void> {
  const { record, batch, steps, layout, trains } = signal;
  const byUnit = learn && readers.units && !trains;
  const units = 16 * layout.tiles;
  const starts = byUnit ? memory.allocate(4 * (units + 1)) : 0;
  setField(memory, signal, 'starts', starts);
  const counting: Task[] = [...tasks, { kernel: 'countRows', record, items: batch }];
  if (byUnit) counting.push({ kernel: 'countUnits', record, items: layout.tiles });
  if (trains) counting.push({ kernel: 'writeTrains', record, items: batch });
  await crew.run(counting, Math.max(scratch, 64));
  const total = kernels.addUp(signal.offsets, batch * steps);
  const list = (): number => memory.allocate(4 * total);
  const listing: Task[] = [];
  if (readers.rows || !trains) {
    setField(memory, signal, 'units', list());
    if (signal.valued) setField(memory, signal, 'heights', list());
    listing.push({ kernel: 'listRows', record, items: batch });
  }
  if (byUnit) {
    kernels.addUp(starts, units);
    setField(memory, signal, 'rows', list());
    if (signal.valued) setField(memory, signal, 'rowHeights', list());
    listing.push({ kernel: 'listUnits', record, items: layout.tiles });
  }
  if (trains) {
    makeRoom(memory, trains, total, learn);
    listing.push({ kernel: 'shareSums', record, items: batch });
  }
  await crew.run(listing, trains ? sharingScratch(layout) : 64);
}

/** A signal's events by row; views of the memory, good until it grows. */
export function eventsOf(
  memory: LinearMemory,
  signal: ChunkSignal,
): { readonly offsets: Uint32Array; readonly units: Uint32Array } {
  const offsets = memory.words(signal.offsets, signal.batch * signal.steps + 1);
  const at = memory.words(signal.record, FIELDS)[FIELD.units]!;
  return { offsets, units: memory.words(at, offsets[offsets.length - 1]!) };
}
