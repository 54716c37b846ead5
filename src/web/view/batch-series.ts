import type { BatchColumns } from '../../streams/frames/view-frame.js';

const COLUMNS = ['step', 'epoch', 'accuracy', 'reward', 'spikesPerSample', 'learningRate'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Batches of a run for its learning curves, thinned so that they stay bounded: when there are too many points, pairs of
 * neighbours become one (means; of `step`, `epoch` and `learningRate` the later one), so that all points stand for
 * equally many batches, apart from the last.
 */
export class BatchSeries {
  readonly #limit: number;
  #points: Record<Column, number[]> = emptyColumns();
  /** Batches that a point stands for. */
  #each = 1;
  #open: { readonly sums: Record<Column, number>; readonly count: number } | undefined;

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

  append(columns: BatchColumns): void {
    for (let k = 0; k < columns.step.length; k++) {
      const row = Object.fromEntries(COLUMNS.map((name) => [name, columns[name][k]!])) as Record<Column, number>;
      this.#add(row);
    }
  }

  #add(row: Record<Column, number>): void {
    const open = this.#open;
    const sums = open ? merged(open.sums, row) : row;
    const count = (open?.count ?? 0) + 1;
    if (count < this.#each) {
      this.#open = { sums, count };
      return;
    }
    this.#open = undefined;
    const mean = meanOf(sums, count);
    for (const name of COLUMNS) this.#points[name].push(mean[name]);
    if (this.count >= this.#limit) this.#halve();
  }

  #halve(): void {
    const halved = emptyColumns();
    for (let k = 0; k + 1 < this.count; k += 2) {
      const pair = (at: number) =>
        Object.fromEntries(COLUMNS.map((name) => [name, this.#points[name][at]!])) as Record<Column, number>;
      const mean = meanOf(merged(pair(k), pair(k + 1)), 2);
      for (const name of COLUMNS) halved[name].push(mean[name]);
    }
    this.#points = halved;
    this.#each *= 2;
  }
}

function emptyColumns(): Record<Column, number[]> {
  return { step: [], epoch: [], accuracy: [], reward: [], spikesPerSample: [], learningRate: [] };
}

const LATER: readonly Column[] = ['step', 'epoch', 'learningRate'];

function merged(before: Record<Column, number>, row: Record<Column, number>): Record<Column, number> {
  return Object.fromEntries(
    COLUMNS.map((name) => [name, LATER.includes(name) ? row[name] : before[name] + row[name]]),
  ) as Record<Column, number>;
}

function meanOf(sums: Record<Column, number>, count: number): Record<Column, number> {
  return Object.fromEntries(
    COLUMNS.map((name) => [name, LATER.includes(name) ? sums[name] : sums[name] / count]),
  ) as Record<Column, number>;
}
