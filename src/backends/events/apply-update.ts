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

/** What the mean, or the velocity, is multiplied with: `lr`, for Adam `lr / (1 − β₁ᵏ)`. */
function rateOf({ optimizer, learningRate, step }: UpdateStep): number {
  return optimizer.kind === 'adam' ? learningRate / (1 - optimizer.beta1 ** step) : learningRate;
}

/** Beyond this a bound counts as too large: float32 ends at 3.4 · 10³⁸, and bounds are rounded. */
const SAFE = 1e37;

/**
 * Whether a parameter or a moment could leave float32 in a step, judged by bounds: with p the largest of them before it,
 * `g ≤ weightDecay · p + scale · ‖f‖`; SGD `v' ≤ momentum · p + g`, `θ' ≤ p + rate · v'`; Adam `m' ≤ p + g`,
 * `v' ≤ p + g²`, `θ' ≤ p + rate · m' / ε`.
 *
 * @param norm    ‖f‖ before it is scaled.
 * @param largest p
 */
export function couldOverflow(update: UpdateStep, norm: number, largest: number): boolean {
  const { optimizer, scale } = update;
  const rate = rateOf(update);
  const g = optimizer.weightDecay * largest + scale * norm;
  const moment = largest + g;
  const bounds =
    optimizer.kind === 'adam'
      ? [rate, norm, moment, largest + g * g, rate * moment, largest + (rate * moment) / optimizer.epsilon]
      : [rate, norm, moment, largest + rate * moment];
  return !bounds.every((bound) => bound < SAFE);
}

/** Largest magnitude of all tensors. */
export function largestOf(tensors: Tensors): number {
  let largest = 0;
  for (const values of Object.values(tensors)) for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
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
  const rate = rateOf({ optimizer, learningRate, scale, step });
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
