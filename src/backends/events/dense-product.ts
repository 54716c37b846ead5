import { plainProduct } from './blocked-product.js';
import { type ChunkSignal, eventCount } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import { TILE } from './unit-layout.js';

/**
 * Share of active inputs from which a plain product is faster than one of events, where events have heights: measured
 * on 784-512, where both took as long at 0.8. Spikes need no multiplication, and their events are faster at any activity
 * (`heaviside bench scale` shows it), also at 1.
 */
const DENSE_FROM = 0.8;

/** A dense layer whose sums are to be made. */
export interface ProductShape {
  readonly fanIn: number;
  readonly tiles: number;
  readonly weights: number;
  readonly bias: number;
  /** Where the sums of a constant input go; 0: the input is not constant. */
  readonly constantSums: number;
}

/** Tasks that make a layer's sums as a plain product, and where the sums are. */
export interface DenseProduct {
  readonly tasks: readonly Task[];
  readonly sums: number;
}

/**
 * The plain product for an input that is too active for events; undefined when events are the better way.
 *
 * @param units Real units of the input.
 */
export function denseProduct(
  { memory, products }: Device,
  input: ChunkSignal,
  units: number,
  { fanIn, tiles, weights, bias, constantSums }: ProductShape,
): DenseProduct | undefined {
  const rows = input.batch * input.steps;
  const activity = eventCount(memory, input) / (rows * units);
  const tooActive = input.valued && activity >= DENSE_FROM;
  if (products === 'events' || (products === undefined && !tooActive)) return undefined;
  const tasks: Task[] = [];
  let { values } = input;
  if (!input.valued) {
    values = memory.allocate(4 * rows * TILE * input.layout.tiles);
    tasks.push({ kernel: 'spreadSpikes', record: memory.record([input.record, values]), items: input.batch });
  }
  const sums = constantSums === 0 ? memory.allocate(64 * rows * tiles) : constantSums;
  const start = { at: bias, tile: 1, row: 0 };
  const into = { at: sums, tile: rows, row: 1 };
  const product = { values, width: fanIn, rows, terms: fanIn, weights, tiles, start, sums: into };
  tasks.push(plainProduct(memory, product));
  return { tasks, sums };
}
