import { type ChunkSignal, rewardOf, setReward } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { LinearMemory } from './linear-memory.js';

/** Where a signal's reward is kept during the feedback of a chunk. */
export interface RewardBlock {
  readonly values: number;
  readonly sums: number;
}

/**
 * Makes room for the reward of a signal and gives the tasks that clear it.
 *
 * @param whole  Whether reward may reach units that are 0.
 * @param active u16 `[batch × tiles]`: units that were active in a later chunk; those of this chunk are added.
 */
export function rewardBlock(
  memory: LinearMemory,
  signal: ChunkSignal,
  whole: boolean,
  active: number,
): { readonly block: RewardBlock; readonly tasks: readonly Task[] } {
  const { batch, steps } = signal;
  const { tiles } = signal.layout;
  const units = 16 * tiles;
  const [list, places] = [memory.allocate(4 * batch * units), memory.allocate(4 * batch * units)];
  // A window of a row may reach 32 places behind its end.
  const block = { values: memory.allocate(4 * (batch * steps * units + 32)), sums: memory.allocate(4 * batch * units) };
  const windows = memory.record([
    ...[0, memory.allocate(2 * tiles), memory.allocate(4 * (tiles + 1)), memory.allocate(4 * (tiles + 1)), 0, 0],
  ]);
  const counts = memory.allocate(4 * batch);
  setReward(memory, signal, memory.record([0, counts, list, places, block.values, block.sums, active, windows]));
  const record = memory.record([signal.record, whole ? 1 : 0]);
  const tasks: Task[] = [
    { kernel: 'markActive', record, items: batch },
    { kernel: 'packReward', record, items: batch },
    { kernel: 'placeWindows', record, items: 1 },
    { kernel: 'clearReward', record, items: batch },
  ];
  return { block, tasks };
}

/**
 * Makes room for a signal's normed reward where dense feedback reads it; to be called when the block's tasks are done.
 *
 * @returns How many windows its units fill.
 */
export function spreadBlock(memory: LinearMemory, signal: ChunkSignal): number {
  const windows = memory.words(rewardOf(memory, signal), 8)[7]!;
  const count = memory.words(windows, 1)[0]!;
  const lines = signal.batch * count;
  const [rows, lanes] = [memory.allocate(128 * lines * signal.steps), memory.allocate(4 * lines)];
  memory.words(windows, 6).set([rows, lanes], 4);
  return count;
}
