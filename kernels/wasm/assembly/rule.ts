import { Neurons } from './neurons';
import { Signal } from './signal';

/** A weighted layer during the feedback of a rule other than epsilon. Written for being right, not for being fast. */
@unmanaged
export class Ruled {
  input: Signal;
  output: Signal;
  neurons: Neurons;
  /** Steps that a row of the input stands for: more than 1 where it is constant. */
  stepsPerRow: i32;
  kind: i32;
  epsilon: f32;
  /** Gamma rule: 1 + gamma, with which a contribution counts that agrees; 1 for the others. */
  strong: f32;
  /** What a contribution counts that disagrees: 1 in the gamma rule, 0 where only one sign counts. */
  weak: f32;
  alpha: f32;
  beta: f32;
  /** Rows of weights. */
  rows: i32;
  /** Tiles that the channels of an output position take. */
  channelTiles: i32;
  /** Places of an input position. */
  inputStride: i32;
  /** u32: input position q is seen by output `positions[k]` through `taps[k]`, k in `offsets[q] .. offsets[q + 1])`. */
  offsets: usize;
  positions: usize;
  taps: usize;
  /** f32 `[channel tiles][rows][16]`. */
  weights: usize;
  /** f32 `[channel tiles][16]`. */
  bias: usize;
  feedback: usize;
  biasFeedback: usize;
  /** f64 `[channel tiles]`: squared lengths of the feedback of weights and bias. */
  squares: usize;
  biasSquares: usize;
  /** f64 `[3][channel tiles][rows + 1][16]`, the bias behind the weights: growth; of Oja's rule also cubes and sums. */
  growth: usize;
  /** f32 `[input rows × tiles · 16]` each: normed reward, and the two streams of the rule. */
  normed: usize;
  rise: usize;
  fall: usize;
  /** 1: a later chunk's growth is there already. */
  adds: i32;
  /** 1: the input is constant: only the normed reward's sum over the steps counts. */
  constant: i32;
}

/** Kinds of `Ruled`. */
export const GAMMA: i32 = 0;
/** z-plus and alpha-beta. */
export const SIGNED: i32 = 1;
export const HEBBIAN: i32 = 2;
export const OJA: i32 = 3;

/** Row of weights of an input unit through the k-th window that sees its position. */
@inline
export function weightRow(ruled: Ruled, channel: i32, k: i32): i32 {
  return <i32>load<u32>(ruled.taps + (<usize>k << 2)) * ruled.inputStride + channel;
}

/** The k-th window that sees a position: first unit of one of its tiles. */
@inline
export function windowUnit(ruled: Ruled, k: i32, channels: i32): i32 {
  return (<i32>load<u32>(ruled.positions + (<usize>k << 2)) * ruled.channelTiles + channels) << 4;
}

@inline
export function offsetOf(ruled: Ruled, position: i32): i32 {
  return <i32>load<u32>(ruled.offsets + (<usize>position << 2));
}
