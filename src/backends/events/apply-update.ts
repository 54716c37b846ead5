import type { Tensors } from '../../core/layers/tensors.js';
import type { OptimizerDescription } from '../../core/optimizers/optimizer.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { LinearMemory } from './linear-memory.js';
import { type ParameterBlock, readTensor } from './parameter-block.js';

/** Euclidean norm of the feedback of all parameters. */
export function feedbackNorm(memory: LinearMemory, blocks: readonly ParameterBlock[]): number {
  let total = 0;
  for (const { squares, squareCount } of blocks) {
    const parts = memory.doubles(squares, squareCount);
    for (let k = 0; k < squareCount; k++) total += parts[k]!;
  }
  return Math.sqrt(total);
}

/** Numbers of one optimizer step. */
export interface UpdateStep {
  readonly optimizer: OptimizerDescription;
  readonly learningRate: number;
  /** What the feedback is multiplied with. */
  readonly scale: number;
  /** Counts from 1. */
  readonly step: number;
}

/**
 * Moves every parameter along its feedback, in place.
 *
 * @returns The largest magnitude that a parameter or a moment has now; not finite when one is not.
 */
export async function applyUpdate(
  { memory, crew }: Device,
  blocks: readonly ParameterBlock[],
  { optimizer, learningRate, scale, step }: UpdateStep,
): Promise<number> {
  const mark = memory.mark;
  const adam = optimizer.kind === 'adam';
  const [beta1, beta2] = adam ? [optimizer.beta1, optimizer.beta2] : [optimizer.momentum, 0];
  const rate = adam ? learningRate / (1 - beta1 ** step) : learningRate;
  const correction = adam ? 1 / Math.sqrt(1 - beta2 ** step) : 0;
  const numbers = [
    ...[scale, optimizer.weightDecay, rate, beta1, beta2, 1 - beta1, 1 - beta2],
    ...[correction, adam ? optimizer.epsilon : 0],
  ];
  const tops = blocks.map(({ tiles }) => ({ at: memory.clear(4 * tiles), tiles }));
  const tasks = blocks.map(
    ({ values, feedback, moments, rows, states, tiles }, k): Task => ({
      kernel: optimizer.kind,
      record: memory.record([
        values,
        feedback,
        ...moments,
        rows,
        states,
        tops[k]!.at,
        ...numbers.map((f32) => ({ f32 })),
      ]),
      items: tiles,
    }),
  );
  await crew.run(tasks, 64);
  let largest = 0;
  for (const { at, tiles } of tops) for (const top of memory.floats(at, tiles)) largest = Math.max(largest, top);
  memory.release(mark);
  return largest;
}

/** Names that an optimizer gives to its moments. */
export function momentNames({ kind }: OptimizerDescription): readonly string[] {
  return kind === 'adam' ? ['mean', 'square'] : ['velocity'];
}

/** The feedback in storage layout. Copies. */
export function feedbackTensors(memory: LinearMemory, blocks: readonly ParameterBlock[]): Tensors {
  return Object.fromEntries(blocks.map((block) => [block.name, readTensor(memory, block, block.feedback)]));
}
