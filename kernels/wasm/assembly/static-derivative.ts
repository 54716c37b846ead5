import { IDENTITY, LEAKY_RELU, Neurons, RELU, SIGMOID, SIGN, STEP, TANH } from './neurons';
import { logistic } from './static-units';
import { Surrogate, surrogateAt } from './surrogate';

/** Derivative of four units without memory at their sums; at a bend, z = 0, that of the left side. */
export function derivativeAt(neurons: Neurons, surrogate: Surrogate, z: v128): v128 {
  const kind = neurons.kind;
  const one = f32x4.splat(1);
  if (kind == IDENTITY) return one;
  const positive = f32x4.gt(z, f32x4.splat(0));
  if (kind == RELU) return v128.and(one, positive);
  if (kind == LEAKY_RELU) return v128.bitselect(one, f32x4.splat(neurons.slope), positive);
  if (kind == STEP || kind == SIGN) {
    const jump = surrogateAt(surrogate.kind, f32x4.splat(surrogate.first), f32x4.splat(surrogate.second), z);
    // From −1 to 1 is twice a jump from 0 to 1.
    return kind == STEP ? jump : f32x4.add(jump, jump);
  }
  let slopes = f32x4.splat(slopeOf(kind, f32x4.extract_lane(z, 0)));
  slopes = f32x4.replace_lane(slopes, 1, slopeOf(kind, f32x4.extract_lane(z, 1)));
  slopes = f32x4.replace_lane(slopes, 2, slopeOf(kind, f32x4.extract_lane(z, 2)));
  return f32x4.replace_lane(slopes, 3, slopeOf(kind, f32x4.extract_lane(z, 3)));
}

function slopeOf(kind: i32, z: f32): f32 {
  if (kind == TANH) {
    const t = Mathf.tanh(z);
    return (<f32>1 - t) * (<f32>1 + t);
  }
  const p = logistic(z);
  // 1 − p without its rounding.
  const q = logistic(-z);
  return kind == SIGMOID ? p * q : p * (<f32>1 + z * q);
}
