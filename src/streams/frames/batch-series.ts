import type { BatchColumns } from './view-frame.js';

const COLUMNS = ['step', 'epoch', 'accuracy', 'reward', 'spikesPerSample', 'learningRate'] as const;
type Column = (typeof COLUMNS)[number];

/** Of several batches the last one's is told; of the others the mean. */
const LATER: readonly Column[] = ['step', 'epoch', 'learningRate'];

type Row = Record<Column, number>;

/**
 * Batches of a run for its learning curves, thinned so that they stay bounded: when there are too many points, pairs of
 * neighbours become one (means; of `step`, `epoch` and `learningRate` the later one), so that all points stand for
 * equally many batches. Newer batches than those wait until they are enough for a point.
 */
export class BatchSeries {
  readonly #limit: number;
  #points: Record<Column, number[]> = emptyColumns();
  /** Batches that a point stands for. */
  #each = 1;
  /** Of the batches that wait. */
  #sums: Row = emptyRow();
  #waiting = 0;

  /** @param limit Largest number of points; even, >= 2. */
  constructor(limit: number) {
    if (!(Number.isInteger(limit) && limit >= 2 && limit % 2 === 0))
      throw new RangeError(`limit: expected an even integer >= 2, got ${limit}`);
    this.#limit = limit;
  }

  get count(): number {
    return this.#points.step.length;
  }

  /** Batches that a point stands for: a power of 2. */
  get batchesPerPoint(): number {
    return this.#each;
  }

  /** Values of one column, oldest first. */
  column(name: Column): readonly number[] {
    return this.#points[name];
  }

  /** All points, for another series to go on from. A copy. */
  whole(): BatchColumns & { readonly batchesPerPoint: number } {
    const { step, epoch, accuracy, reward, spikesPerSample, learningRate } = this.#points;
    return {
      step: Uint32Array.from(step),
      epoch: Float32Array.from(epoch),
      accuracy: Float32Array.from(accuracy),
      reward: Float32Array.from(reward),
      spikesPerSample: Float32Array.from(spikesPerSample),
      learningRate: Float32Array.from(learningRate),
      batchesPerPoint: this.#each,
    };
  }

  /** Adds batches, or, with `batchesPerPoint`, takes on the points of another series in place of its own. */
  append(columns: BatchColumns): void {
    if (columns.batchesPerPoint !== undefined) {
      this.#points = emptyColumns();
      this.#each = columns.batchesPerPoint;
      this.#rest();
    }
    const each = columns.batchesPerPoint ?? 1;
    for (let k = 0; k < columns.step.length; k++) this.#add(columns, k, each);
  }

  /** Adds an entry of columns that stands for so many batches. */
  #add(columns: BatchColumns | Record<Column, number[]>, at: number, batches: number): void {
    for (const name of COLUMNS) {
      const value = columns[name][at]!;
      if (LATER.includes(name)) this.#sums[name] = value;
      else this.#sums[name] += value * batches;
    }
    this.#waiting += batches;
    if (this.#waiting < this.#each) return;
    for (const name of COLUMNS)
      this.#points[name].push(LATER.includes(name) ? this.#sums[name] : this.#sums[name] / this.#waiting);
    this.#rest();
    if (this.count >= this.#limit) this.#halve();
  }

  /** Nothing waits any more. */
  #rest(): void {
    this.#sums = emptyRow();
    this.#waiting = 0;
  }

  #halve(): void {
    const before = this.#points;
    const each = this.#each;
    this.#points = emptyColumns();
    this.#each *= 2;
    for (let k = 0; k < before.step.length; k++) this.#add(before, k, each);
  }
}

function emptyColumns(): Record<Column, number[]> {
  return { step: [], epoch: [], accuracy: [], reward: [], spikesPerSample: [], learningRate: [] };
}

function emptyRow(): Row {
  return { step: 0, epoch: 0, accuracy: 0, reward: 0, spikesPerSample: 0, learningRate: 0 };
}
