import { addReward } from './reward-access';
import { GAMMA, OJA, offsetOf, Ruled, SIGNED, weightRow, windowUnit } from './rule';

/** `R_in = x · Σ w · s`, s the stream that fits the sign of `x w`; the normed reward for hebbian and oja. Items: samples. */
export function ruleInputs(ruled: Ruled, begin: i32, end: i32, scratch: usize): void {
  const input = ruled.input;
  const units = ruled.output.tiles << 4;
  const signs = ruled.kind == GAMMA || ruled.kind == SIGNED;
  const rise = signs ? ruled.rise : ruled.normed;
  const fall = signs ? ruled.fall : ruled.normed;
  for (let row = begin * input.steps; row < end * input.steps; row++) {
    const offset = input.offsets + (<usize>row << 2);
    for (let event = load<u32>(offset); event < load<u32>(offset, 4); event++) {
      const unit = <i32>load<u32>(input.units + (<usize>event << 2));
      const x: f64 = input.heights == 0 ? 1 : <f64>load<f32>(input.heights + (<usize>event << 2));
      const position = unit / ruled.inputStride;
      const channel = unit - position * ruled.inputStride;
      let total: f64 = 0;
      for (let k = offsetOf(ruled, position); k < offsetOf(ruled, position + 1); k++)
        for (let channels = 0; channels < ruled.channelTiles; channels++) {
          const weights = ruled.weights + (<usize>(channels * ruled.rows + weightRow(ruled, channel, k)) << 6);
          const at = <usize>(row * units + windowUnit(ruled, k, channels)) << 2;
          for (let lane: usize = 0; lane < 64; lane += 4) {
            const w = <f64>load<f32>(weights + lane);
            if (x * w > 0) total += w * <f64>load<f32>(rise + at + lane);
            if (x * w < 0) total += w * <f64>load<f32>(fall + at + lane);
          }
        }
      addReward(input, row / input.steps, row % input.steps, unit, <f32>(x * total));
    }
  }
}

/** What a parameter's contribution `x θ` adds to its growth: 16 lanes. */
@inline
function grow(ruled: Ruled, x: f64, parameters: usize, stream: usize, growth: usize, layer: usize): void {
  for (let lane: usize = 0; lane < 16; lane++) {
    const at = growth + (lane << 3);
    const four = stream + (lane << 2);
    const rise = <f64>load<f32>(ruled.rise + four);
    const fall = <f64>load<f32>(ruled.fall + four);
    let s = rise;
    if (ruled.kind == GAMMA) s = <f64>load<f32>(ruled.normed + four);
    if (ruled.kind == SIGNED) {
      const part = x * <f64>load<f32>(parameters + (lane << 2));
      s = part > 0 ? rise : part < 0 ? fall : 0;
    }
    store<f64>(at, load<f64>(at) + x * s);
    if (ruled.kind != OJA) continue;
    const times = x * <f64>ruled.stepsPerRow;
    store<f64>(at + layer, load<f64>(at + layer) + times * fall * fall * fall);
    store<f64>(at + 2 * layer, load<f64>(at + 2 * layer) + times * fall);
  }
}

/** From growth to feedback: `|θ| g`, or `|θ| (g − ρ θ)` with `ρ = cubes / sums` (cubes where sums is 0). 16 lanes. */
@inline
function finish(ruled: Ruled, parameters: usize, growth: usize, layer: usize, to: usize): f64 {
  let square: f64 = 0;
  for (let lane: usize = 0; lane < 16; lane++) {
    const parameter = <f64>load<f32>(parameters + (lane << 2));
    let g = load<f64>(growth + (lane << 3));
    if (ruled.kind == OJA) {
      const cubes = load<f64>(growth + layer + (lane << 3));
      const sums = load<f64>(growth + 2 * layer + (lane << 3));
      g -= (sums == 0 ? cubes : cubes / sums) * parameter;
    }
    const f = <f32>(Math.abs(parameter) * g);
    store<f32>(to + (lane << 2), f);
    square += <f64>f * <f64>f;
  }
  return square;
}

/** Feedback of weights and bias. Items: channel tiles. */
export function ruleParameters(ruled: Ruled, begin: i32, end: i32, scratch: usize): void {
  const lines = <usize>(ruled.rows + 1) << 7;
  const layer = <usize>ruled.channelTiles * lines;
  for (let channels = begin; channels < end; channels++) {
    const growth = ruled.growth + <usize>channels * lines;
    if (ruled.adds == 0)
      for (let k: usize = 0; k < (ruled.kind == OJA ? 3 : 1); k++) memory.fill(growth + k * layer, 0, lines);
    growFromEvents(ruled, channels, growth, layer);
    growBias(ruled, channels, growth + (<usize>ruled.rows << 7), layer);
    let square: f64 = 0;
    for (let row = 0; row < ruled.rows; row++) {
      const at = <usize>(channels * ruled.rows + row) << 6;
      square += finish(ruled, ruled.weights + at, growth + (<usize>row << 7), layer, ruled.feedback + at);
    }
    store<f64>(ruled.squares + (<usize>channels << 3), square);
    if (ruled.biasFeedback == 0) continue;
    const at = <usize>channels << 6;
    const own = growth + (<usize>ruled.rows << 7);
    const biasSquare = finish(ruled, ruled.bias + at, own, layer, ruled.biasFeedback + at);
    store<f64>(ruled.biasSquares + (<usize>channels << 3), biasSquare);
  }
}

function growFromEvents(ruled: Ruled, channels: i32, growth: usize, layer: usize): void {
  const input = ruled.input;
  const units = ruled.output.tiles << 4;
  for (let row = 0; row < input.batch * input.steps; row++) {
    const offset = input.offsets + (<usize>row << 2);
    for (let event = load<u32>(offset); event < load<u32>(offset, 4); event++) {
      const unit = <i32>load<u32>(input.units + (<usize>event << 2));
      const x: f64 = input.heights == 0 ? 1 : <f64>load<f32>(input.heights + (<usize>event << 2));
      const position = unit / ruled.inputStride;
      const channel = unit - position * ruled.inputStride;
      for (let k = offsetOf(ruled, position); k < offsetOf(ruled, position + 1); k++) {
        const line = weightRow(ruled, channel, k);
        const weights = ruled.weights + (<usize>(channels * ruled.rows + line) << 6);
        const stream = <usize>(row * units + windowUnit(ruled, k, channels)) << 2;
        grow(ruled, x, weights, stream, growth + (<usize>line << 7), layer);
      }
    }
  }
}

/** A bias is the weight of an input that is 1 everywhere. */
function growBias(ruled: Ruled, channels: i32, growth: usize, layer: usize): void {
  if (ruled.biasFeedback == 0) return;
  const tiles = ruled.output.tiles;
  const bias = ruled.bias + (<usize>channels << 6);
  for (let row = 0; row < ruled.input.batch * ruled.input.steps; row++)
    for (let tile = channels; tile < tiles; tile += ruled.channelTiles)
      grow(ruled, 1, bias, <usize>(row * tiles + tile) << 6, growth, layer);
}
