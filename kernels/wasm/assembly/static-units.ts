import { IDENTITY, LEAKY_RELU, Neurons, RELU, SIGMOID, SIGN, STEP, TANH } from './neurons';

@inline
export function logistic(z: f32): f32 {
  return <f32>1 / (<f32>1 + Mathf.exp(-z));
}

function slowResponse(kind: i32, z: f32): f32 {
  if (kind == TANH) return Mathf.tanh(z);
  return kind == SIGMOID ? logistic(z) : z * logistic(z);
}

/**
 * One tile of units without memory, row by row.
 *
 * @param sums   z of the first row, `stride` bytes from row to row.
 * @param values Where the outputs go, `valueStride` bytes from row to row; 0 for step units, whose masks say it all.
 * @param masks  Which outputs are not 0, `maskStride` bytes from row to row.
 * @param kept   Where z goes for feedback, laid out as `values`; 0: not kept.
 * @param lanes  Bits of the lanes that are real units; the others give 0.
 */
export function respondStatically(
  neurons: Neurons,
  sums: usize,
  stride: usize,
  rows: i32,
  values: usize,
  kept: usize,
  valueStride: usize,
  masks: usize,
  maskStride: usize,
  lanes: i32,
): void {
  const kind = neurons.kind;
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let mask: i32 = 0;
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const z = v128.load(sums + quarter);
      if (kept != 0) v128.store(kept + quarter, z);
      const positive = f32x4.gt(z, zero);
      if (kind == STEP) {
        mask |= i32x4.bitmask(positive) << <i32>(quarter >> 2);
        continue;
      }
      let out = z;
      if (kind == SIGN) out = v128.bitselect(f32x4.splat(1), f32x4.splat(-1), positive);
      else if (kind == RELU) out = v128.and(z, positive);
      else if (kind == LEAKY_RELU)
        out = v128.bitselect(z, f32x4.mul(f32x4.splat(neurons.slope), z), positive);
      else if (kind != IDENTITY) {
        out = f32x4.replace_lane(out, 0, slowResponse(kind, f32x4.extract_lane(z, 0)));
        out = f32x4.replace_lane(out, 1, slowResponse(kind, f32x4.extract_lane(z, 1)));
        out = f32x4.replace_lane(out, 2, slowResponse(kind, f32x4.extract_lane(z, 2)));
        out = f32x4.replace_lane(out, 3, slowResponse(kind, f32x4.extract_lane(z, 3)));
      }
      const real = lanes >> <i32>(quarter >> 2);
      if ((real & 15) != 15) {
        if ((real & 1) == 0) out = f32x4.replace_lane(out, 0, 0);
        if ((real & 2) == 0) out = f32x4.replace_lane(out, 1, 0);
        if ((real & 4) == 0) out = f32x4.replace_lane(out, 2, 0);
        if ((real & 8) == 0) out = f32x4.replace_lane(out, 3, 0);
      }
      v128.store(values + quarter, out);
      mask |= i32x4.bitmask(f32x4.ne(out, zero)) << <i32>(quarter >> 2);
    }
    store<u16>(masks, <u16>mask);
    sums += stride;
    masks += maskStride;
    if (values != 0) values += valueStride;
    if (kept != 0) kept += valueStride;
  }
}
