/** A pivot below this share of its diagonal element counts as 0: what is left of it is rounding. */
const SMALLEST_PIVOT = 1e-13;

/**
 * Solves `M X = R` for a symmetric positive definite M, by Cholesky's `M = L Lᵀ`.
 *
 * @param matrix M, `[size × size]`; its lower triangle is read. @param right R, `[size × columns]`.
 * @returns X, `[size × columns]`, a new array.
 * @throws RangeError when M is not positive definite, with the pivot.
 */
export function solvePositiveDefinite(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = choleskyFactor(matrix, size);
  const columns = right.length / size;
  const solution = right.slice();
  const subtract = (from: number, row: number, factor: number) => {
    for (let c = 0; c < columns; c++) solution[row * columns + c]! -= factor * solution[from * columns + c]!;
  };
  const divide = (row: number) => {
    for (let c = 0; c < columns; c++) solution[row * columns + c]! /= lower[row * size + row]!;
  };
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtract(k, i, lower[i * size + k]!);
    divide(i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) subtract(k, i, lower[k * size + i]!);
    divide(i);
  }
  return solution;
}

/** L, lower triangular, `[size × size]`. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const given = matrix[i * size + j]!;
      let left = given;
      for (let k = 0; k < j; k++) left -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = left / lower[j * size + j]!;
      else if (left > SMALLEST_PIVOT * given) lower[i * size + i] = Math.sqrt(left);
      else throw new RangeError(`the matrix is not positive definite: pivot ${i} is ${left} of ${given}`);
    }
  return lower;
}
