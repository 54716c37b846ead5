import { type ChunkSignal, setReward } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { LinearMemory } from './linear-memory.js';

/** Where a signal's reward is kept during the feedback of a chunk. */
export interface RewardBlock {
  readonly values: number;
  readonly sums: number;
}

/**
 * Makes room for the reward of a signal and gives the task that clears it.
 *
 * @param whole  Whether reward may reach units that are 0.
 * @param active u16 `[batch × tiles]`: units that were active in a later chunk.
 */
export function rewardBlock(
  memory: LinearMemory,
  signal: ChunkSignal,
  whole: boolean,
  active: number,
): { readonly block: RewardBlock; readonly task: Task } {
  const { batch, steps } = signal;
  const units = 16 * signal.layout.tiles;
  const perSample = (): number => memory.allocate(4 * batch);
  const perUnit = (): number => memory.allocate(4 * batch * units);
  const [widths, wholes, list, counts, places] = [perSample(), perSample(), perUnit(), perSample(), perUnit()];
  const block = { values: memory.allocate(4 * batch * steps * units), sums: perUnit() };
  setReward(memory, signal, memory.record([widths, wholes, list, counts, places, block.values, block.sums]));
  const record = memory.record([signal.record, whole ? 1 : 0, active]);
  return { block, task: { kernel: 'packReward', record, items: batch } };
}
