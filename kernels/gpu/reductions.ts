import type { KernelThread, Matrix } from './kernel-thread.js';

/** How many rows are not 0 in each column; one row. */
export function activeRows(this: KernelThread<{ readonly inputRows: number }>, values: Matrix): number {
  if (this.thread.y === this.constants.rows) return values[this.constants.rows0]![0]!;
  let count = 0;
  for (let r = 0; r < this.constants.inputRows; r++) if (values[r]![this.thread.x]! !== 0) count += 1;
  return count;
}

interface LaneConstants {
  readonly inputRows: number;
  readonly width: number;
  /** Columns of the output: column c of the values goes to lane c modulo `lanes`. */
  readonly lanes: number;
  /** `⌈width / lanes⌉`. */
  readonly turns: number;
}

/** Adds the squares of a matrix to one row of lanes. */
export function lanesWithSquares(this: KernelThread<LaneConstants>, lanes: Matrix, values: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return lanes[this.constants.rows0]![0]! * values[this.constants.rows1]![0]!;
  let sum = lanes[0]![this.thread.x]!;
  for (let turn = 0; turn < this.constants.turns; turn++) {
    const column = turn * this.constants.lanes + this.thread.x;
    if (column < this.constants.width)
      for (let r = 0; r < this.constants.inputRows; r++) sum += values[r]![column]! * values[r]![column]!;
  }
  return sum;
}

/** Adds the magnitudes of a matrix to one row of lanes: not finite if any value is not. */
export function lanesWithMagnitudes(this: KernelThread<LaneConstants>, lanes: Matrix, values: Matrix): number {
  if (this.thread.y === this.constants.rows)
    return lanes[this.constants.rows0]![0]! * values[this.constants.rows1]![0]!;
  let sum = lanes[0]![this.thread.x]!;
  for (let turn = 0; turn < this.constants.turns; turn++) {
    const column = turn * this.constants.lanes + this.thread.x;
    if (column < this.constants.width)
      for (let r = 0; r < this.constants.inputRows; r++) sum += Math.abs(values[r]![column]!);
  }
  return sum;
}

/**
 * Adds a row of any width up in one row of `lanes` numbers (column c goes to lane c modulo `lanes`) and puts it at row
 * `at` of a matrix of such rows, so that the host reads many results back at once. Counts stay exact: a lane's sum is
 * far from 2^24 where the whole is not.
 */
export function withLanes(
  this: KernelThread<{ readonly at: number; readonly lanes: number; readonly turns: number; readonly width: number }>,
  table: Matrix,
  row: Matrix,
): number {
  if (this.thread.y === this.constants.rows) return table[this.constants.rows0]![0]! * row[this.constants.rows1]![0]!;
  let sum = table[this.thread.y]![this.thread.x]!;
  if (this.thread.y === this.constants.at) {
    sum = 0;
    for (let turn = 0; turn < this.constants.turns; turn++) {
      const column = turn * this.constants.lanes + this.thread.x;
      if (column < this.constants.width) sum += row[0]![column]!;
    }
  }
  return sum;
}

/** The rows of a, then those of b. */
export function stacked(this: KernelThread<{ readonly first: number }>, a: Matrix, b: Matrix): number {
  if (this.thread.y === this.constants.rows) return a[this.constants.rows0]![0]! * b[this.constants.rows1]![0]!;
  let value = 0;
  if (this.thread.y < this.constants.first) value = a[this.thread.y]![this.thread.x]!;
  else value = b[this.thread.y - this.constants.first]![this.thread.x]!;
  return value;
}
