import type { LinearMap } from './linear-map.js';

/** The linear map of a dense layer: `z[r,j] = Σᵢ x[r,i] · weights[i,j] + bias[j]`. */
export function denseMap(fanIn: number, fanOut: number): LinearMap {
  return {
    sums(inputs, rows, weights, bias) {
      const sums = new Float64Array(rows * fanOut);
      for (let row = 0; row < rows; row++) {
        const out = sums.subarray(row * fanOut, (row + 1) * fanOut);
        if (bias) out.set(bias);
        for (let i = 0; i < fanIn; i++) {
          const x = inputs[row * fanIn + i]!;
          if (x === 0) continue;
          const start = i * fanOut;
          for (let j = 0; j < fanOut; j++) out[j]! += x * weights[start + j]!;
        }
      }
      return sums;
    },

    toInputs(normed, inputs, rows, weights) {
      const rewards = new Float64Array(rows * fanIn);
      const rewarded = new Uint32Array(fanOut);
      for (let row = 0; row < rows; row++) {
        const count = nonZero(normed, row * fanOut, fanOut, rewarded);
        if (count === 0) continue;
        for (let i = 0; i < fanIn; i++) {
          const x = inputs[row * fanIn + i]!;
          if (x === 0) continue;
          let sum = 0;
          for (let k = 0; k < count; k++)
            sum += normed[row * fanOut + rewarded[k]!]! * weights[i * fanOut + rewarded[k]!]!;
          rewards[row * fanIn + i] = x * sum;
        }
      }
      return rewards;
    },

    toWeights(normed, inputs, rows) {
      const total = new Float64Array(fanIn * fanOut);
      const rewarded = new Uint32Array(fanOut);
      for (let row = 0; row < rows; row++) {
        const count = nonZero(normed, row * fanOut, fanOut, rewarded);
        if (count === 0) continue;
        for (let i = 0; i < fanIn; i++) {
          const x = inputs[row * fanIn + i]!;
          if (x === 0) continue;
          for (let k = 0; k < count; k++) total[i * fanOut + rewarded[k]!]! += x * normed[row * fanOut + rewarded[k]!]!;
        }
      }
      return total;
    },

    toBias(normed, rows) {
      const total = new Float64Array(fanOut);
      for (let row = 0; row < rows; row++) for (let j = 0; j < fanOut; j++) total[j]! += normed[row * fanOut + j]!;
      return total;
    },

    synapticOperations(inputs, rows) {
      let active = 0;
      for (let k = 0; k < rows * fanIn; k++) if (inputs[k] !== 0) active++;
      return active * fanOut;
    },
  };
}

/** Lists where a row is not 0 (into `found`, the caller's scratch) and returns how many there are. */
function nonZero(values: Float64Array, start: number, length: number, found: Uint32Array): number {
  let count = 0;
  for (let j = 0; j < length; j++) if (values[start + j] !== 0) found[count++] = j;
  return count;
}
