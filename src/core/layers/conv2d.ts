import type { InputRows } from './input-rows.js';
import type { LinearMap } from './linear-map.js';
import type { Windows } from './window.js';

/**
 * The linear map of a two-dimensional convolution (cross-correlation), event-driven: each active pixel scatters the
 * filter columns that see it.
 *
 * `z[o, y, x] = bias[o] + Σ_{c, ky, kx} input[c, y·stride + ky − padding, x·stride + kx − padding] · w[c, ky, kx, o]`
 *
 * @param channels Input channels. @param taps Kernel height times width. @param maps Output channels.
 * @param windows  Which positions see each pixel; inputs have `windows.offsets.length − 1` pixels a channel.
 */
export function conv2dMap(channels: number, taps: number, maps: number, windows: Windows): LinearMap {
  const { offsets, position, tap } = windows;
  const pixels = offsets.length - 1;
  const positions = windows.height * windows.width;
  const inputSize = channels * pixels;
  const outputSize = maps * positions;

  /** Calls `visit` for each active input of a row; `column` is the row of weights of its channel's tap 0. */
  function forActive(
    { values, offsets: rowOffsets, indices }: InputRows,
    row: number,
    visit: (x: number, index: number, pixel: number, column: number) => void,
  ): void {
    for (let e = rowOffsets[row]!; e < rowOffsets[row + 1]!; e++) {
      const i = indices[e]!;
      const channel = Math.floor(i / pixels);
      visit(values[row * inputSize + i]!, row * inputSize + i, i - channel * pixels, channel * taps);
    }
  }

  return {
    sums(inputs, weights, bias) {
      const sums = new Float64Array(inputs.rows * outputSize);
      const byPosition = new Float64Array(outputSize);
      for (let row = 0; row < inputs.rows; row++) {
        for (let p = 0; p < positions; p++) for (let o = 0; o < maps; o++) byPosition[p * maps + o] = bias?.[o] ?? 0;
        forActive(inputs, row, (x, _index, pixel, column) => {
          for (let k = offsets[pixel]!; k < offsets[pixel + 1]!; k++) {
            const to = position[k]! * maps;
            const from = (column + tap[k]!) * maps;
            for (let o = 0; o < maps; o++) byPosition[to + o]! += x * weights[from + o]!;
          }
        });
        transpose(byPosition, 0, positions, maps, sums, row * outputSize);
      }
      return sums;
    },

    toInputs(normed, inputs, weights) {
      const rewards = new Float64Array(inputs.values.length);
      const byPosition = new Float64Array(outputSize);
      for (let row = 0; row < inputs.rows; row++) {
        transpose(normed, row * outputSize, maps, positions, byPosition, 0);
        forActive(inputs, row, (x, index, pixel, column) => {
          let sum = 0;
          for (let k = offsets[pixel]!; k < offsets[pixel + 1]!; k++) {
            const to = position[k]! * maps;
            const from = (column + tap[k]!) * maps;
            for (let o = 0; o < maps; o++) sum += byPosition[to + o]! * weights[from + o]!;
          }
          rewards[index] = x * sum;
        });
      }
      return rewards;
    },

    toWeights(normed, inputs) {
      const total = new Float64Array(channels * taps * maps);
      const byPosition = new Float64Array(outputSize);
      for (let row = 0; row < inputs.rows; row++) {
        transpose(normed, row * outputSize, maps, positions, byPosition, 0);
        forActive(inputs, row, (x, _index, pixel, column) => {
          for (let k = offsets[pixel]!; k < offsets[pixel + 1]!; k++) {
            const to = position[k]! * maps;
            const from = (column + tap[k]!) * maps;
            for (let o = 0; o < maps; o++) total[from + o]! += x * byPosition[to + o]!;
          }
        });
      }
      return total;
    },

    toBias(normed, rows) {
      const total = new Float64Array(maps);
      for (let k = 0, o = 0; k < rows * outputSize; k += positions, o = (o + 1) % maps)
        for (let p = 0; p < positions; p++) total[o]! += normed[k + p]!;
      return total;
    },

    synapticOperations(inputs) {
      let pairs = 0;
      for (let row = 0; row < inputs.rows; row++)
        forActive(inputs, row, (_x, _index, pixel) => {
          pairs += (offsets[pixel + 1]! - offsets[pixel]!) * maps;
        });
      return pairs;
    },
  };
}

/** Copies a `[rows × columns]` block as `[columns × rows]` into the caller's array. */
function transpose(
  source: Float64Array,
  from: number,
  rows: number,
  columns: number,
  target: Float64Array,
  to: number,
): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) target[to + c * rows + r] = source[from + r * columns + c]!;
}
