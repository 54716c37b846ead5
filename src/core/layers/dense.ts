import type { LinearMap } from './linear-map.js';

/** The linear map of a dense layer: `z[r,j] = Σᵢ x[r,i] · weights[i,j] + bias[j]`. */
export function denseMap(fanIn: number, fanOut: number): LinearMap {
  return {
    sums({ values, rows, offsets, indices }, weights, bias) {
      const sums = new Float64Array(rows * fanOut);
      for (let row = 0; row < rows; row++) {
        const out = row * fanOut;
        if (bias) sums.set(bias, out);
        for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
          const i = indices[e]!;
          const x = values[row * fanIn + i]!;
          const from = i * fanOut;
          for (let j = 0; j < fanOut; j++) sums[out + j]! += x * weights[from + j]!;
        }
      }
      return sums;
    },

    toInputs(normed, { values, rows, offsets, indices }, weights) {
      const rewards = new Float64Array(values.length);
      const rewarded = new Uint32Array(fanOut);
      for (let row = 0; row < rows; row++) {
        const out = row * fanOut;
        const count = nonZero(normed, out, fanOut, rewarded);
        if (count === 0) continue;
        for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
          const i = indices[e]!;
          const from = i * fanOut;
          let sum = 0;
          for (let k = 0; k < count; k++) {
            const j = rewarded[k]!;
            sum += normed[out + j]! * weights[from + j]!;
          }
          rewards[row * fanIn + i] = values[row * fanIn + i]! * sum;
        }
      }
      return rewards;
    },

    toWeights(normed, { values, rows, offsets, indices }) {
      const total = new Float64Array(fanIn * fanOut);
      const rewarded = new Uint32Array(fanOut);
      for (let row = 0; row < rows; row++) {
        const out = row * fanOut;
        const count = nonZero(normed, out, fanOut, rewarded);
        if (count === 0) continue;
        for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
          const i = indices[e]!;
          const x = values[row * fanIn + i]!;
          const to = i * fanOut;
          for (let k = 0; k < count; k++) {
            const j = rewarded[k]!;
            total[to + j]! += x * normed[out + j]!;
          }
        }
      }
      return total;
    },

    toBias(normed, rows) {
      const total = new Float64Array(fanOut);
      for (let row = 0; row < rows; row++) for (let j = 0; j < fanOut; j++) total[j]! += normed[row * fanOut + j]!;
      return total;
    },

    synapticOperations: ({ indices }) => indices.length * fanOut,
  };
}

/** Lists where a row is not 0 (into `found`, the caller's scratch) and returns how many there are. */
function nonZero(values: Float64Array, start: number, length: number, found: Uint32Array): number {
  let count = 0;
  for (let j = 0; j < length; j++) if (values[start + j] !== 0) found[count++] = j;
  return count;
}
