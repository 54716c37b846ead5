import { lanesWithMagnitudes, lanesWithSquares, withLanes } from '../../../kernels/gpu/reductions.js';
import type { DeviceMatrix, KernelFunction } from './gpu-device.js';
import type { HandleScope } from './handle-scope.js';

/** Columns are added up side by side in this many lanes, as many threads. */
const LANES = 1024;
/** Rows of counts need fewer: they are short. */
const COUNT_LANES = 64;

/** Euclidean norm over all matrices. */
export async function deviceNorm(matrices: readonly DeviceMatrix[], scope: HandleScope): Promise<number> {
  const squares = await sumInLanes(lanesWithSquares, matrices, scope);
  if (Number.isFinite(squares)) return Math.sqrt(squares);
  // A square may leave float32 where the value itself does not.
  let exact = 0;
  for (const matrix of matrices) for (const value of await scope.read(matrix)) exact += value * value;
  return Math.sqrt(exact);
}

/** Whether every value of every matrix is finite, and the sums of their magnitudes too. */
export async function allFinite(matrices: readonly DeviceMatrix[], scope: HandleScope): Promise<boolean> {
  return Number.isFinite(await sumInLanes(lanesWithMagnitudes, matrices, scope));
}

/** One read for all matrices, because a read waits for the device. */
async function sumInLanes(
  kernel: KernelFunction,
  matrices: readonly DeviceMatrix[],
  scope: HandleScope,
): Promise<number> {
  const extents = { rows: 1, columns: LANES };
  let lanes = await scope.upload(new Float32Array(LANES), extents);
  for (const matrix of matrices) {
    const { rows: inputRows, columns: width } = matrix;
    const whole = { inputRows, width, lanes: LANES, turns: Math.ceil(width / LANES) };
    lanes = await scope.launch(kernel, extents, [lanes, matrix], { whole });
  }
  return (await scope.read(lanes)).reduce((sum, lane) => sum + lane, 0);
}

/** Sum of each of some one-row matrices of any width, with one read for all. */
export async function readRowSums(rows: readonly DeviceMatrix[], scope: HandleScope): Promise<readonly number[]> {
  if (rows.length === 0) return [];
  const extents = { rows: rows.length, columns: COUNT_LANES };
  let table = await scope.upload(new Float32Array(rows.length * COUNT_LANES), extents);
  for (const [at, row] of rows.entries()) {
    const whole = { at, lanes: COUNT_LANES, turns: Math.ceil(row.columns / COUNT_LANES), width: row.columns };
    table = await scope.launch(withLanes, extents, [table, row], { whole });
  }
  const lanes = await scope.read(table);
  return rows.map((_, k) =>
    lanes.subarray(k * COUNT_LANES, (k + 1) * COUNT_LANES).reduce((sum, lane) => sum + lane, 0),
  );
}
