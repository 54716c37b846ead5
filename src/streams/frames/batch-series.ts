import type { BatchColumns } from './view-frame.js';

const COLUMNS = ['step', 'epoch', 'accuracy', 'reward', 'spikesPerSample', 'learningRate'] as const;
type Column = (typeof COLUMNS)[number];

/** Of several batches the last one's is told; of the others the mean. */
const LATER: readonly Column[] = ['step', 'epoch', 'learningRate'];

type Row = Record<Column, number>;
/** What is told of a single batch. */
type NewestBatch = Pick<Row, 'step' | 'epoch' | 'learningRate'>;

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
  #newest: NewestBatch | undefined;

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

  /** The newest batch, also while it waits for a point; undefined when there is none. */
  get newest(): NewestBatch | undefined {
    return this.#newest;
  }

  /** Values of one column, oldest first. */
  column(name: Column): readonly number[] {
    return this.#points[name];
  }

  /** All batches, as points and one entry for those that wait, for another series to go on from. A copy. */
  whole(): BatchColumns & { readonly batchesPerPoint: number } {
    const column = (name: Column): readonly number[] =>
      this.#waiting === 0 ? this.#points[name] : [...this.#points[name], this.#waits(name)];
    return {
      step: Uint32Array.from(column('step')),
      epoch: Float32Array.from(column('epoch')),
      accuracy: Float32Array.from(column('accuracy')),
      reward: Float32Array.from(column('reward')),
      spikesPerSample: Float32Array.from(column('spikesPerSample')),
      learningRate: Float32Array.from(column('learningRate')),
      batchesPerPoint: this.#each,
      ...(this.#waiting === 0 ? {} : { lastBatches: this.#waiting }),
    };
  }

  /** Adds batches, or, with `batchesPerPoint`, takes on the points of another series in place of its own. */
  append(columns: BatchColumns): void {
    if (columns.batchesPerPoint !== undefined) {
      this.#points = emptyColumns();
      this.#each = columns.batchesPerPoint;
      this.#rest();
      this.#newest = undefined;
    }
    const each = columns.batchesPerPoint ?? 1;
    const last = columns.step.length - 1;
    for (let k = 0; k <= last; k++) this.#add(columns, k, k === last ? (columns.lastBatches ?? each) : each);
    if (last < 0) return;
    const { step, epoch, learningRate } = columns;
    this.#newest = { step: step[last]!, epoch: epoch[last]!, learningRate: learningRate[last]! };
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
    for (const name of COLUMNS) this.#points[name].push(this.#waits(name));
    this.#rest();
    if (this.count >= this.#limit) this.#halve();
  }

  /** What the batches that wait have in a column: the last one's, or their mean. */
  #waits(name: Column): number {
    return LATER.includes(name) ? this.#sums[name] : this.#sums[name] / this.#waiting;
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
