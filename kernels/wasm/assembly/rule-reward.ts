import { STEP } from './neurons';
import { blockOf, countOf, isWhole, listOf, sumsOf, unitAt, widthOf } from './reward-access';
import { GAMMA, HEBBIAN, offsetOf, OJA, Ruled, SIGNED, weightRow, windowUnit } from './rule';
import { Reward } from './signal';

@inline
function stabilised(z: f64, epsilon: f64): f64 {
  return z >= 0 ? z + epsilon : z - epsilon;
}

/**
 * The streams of a rule, unit by unit, from the normed reward n and the sums z, with R = n · s(z) (units without
 * memory) or n · z (spiking neurons, and units that shared it with injected currents), z± the sums in which contributions of one sign count more:
 *
 * - gamma: `a = [z > 0] R / s(z₊)`, `c = [z < 0] R / s(z₋)`: rise `strong · a + c` where a contribution is positive,
 *   fall `a + strong · c` where it is negative;
 * - z-plus, alpha-beta: rise `α R / s(z₊)`, fall `−β R / s(z₋)`;
 * - hebbian: rise `R z`; oja: rise `R z`, fall `z`.
 *
 * Items: samples. Scratch: f64 `[3][tiles · 16]`.
 */
export function ruleReward(ruled: Ruled, begin: i32, end: i32, scratch: usize): void {
  const input = ruled.input;
  const units = ruled.output.tiles << 4;
  for (let sample = begin; sample < end; sample++)
    for (let step = 0; step < input.steps; step++) {
      const row = sample * input.steps + step;
      const offset = <usize>(row * units) << 2;
      gatherNormed(ruled, sample, step, ruled.normed + offset);
      addSums(ruled, row, scratch);
      for (let unit = 0; unit < units; unit++) writeStreams(ruled, unit, offset + (<usize>unit << 2), units, scratch);
    }
}

function gatherNormed(ruled: Ruled, sample: i32, step: i32, to: usize): void {
  const output = ruled.output;
  const reward = changetype<Reward>(output.reward);
  const bytes = <usize>output.tiles << 6;
  if (ruled.constant != 0) {
    memory.copy(to, sumsOf(output, reward, sample), bytes);
    return;
  }
  memory.fill(to, 0, bytes);
  const whole = isWhole(reward);
  const list = listOf(output, reward, sample);
  const from = blockOf(output, reward, sample) + <usize>step * widthOf(reward, sample);
  for (let place = 0; place < countOf(reward, sample); place++)
    store<f32>(to + (<usize>unitAt(whole, list, place) << 2), load<f32>(from + (<usize>place << 2)));
}

@inline
function add(at: usize, amount: f64): void {
  store<f64>(at, load<f64>(at) + amount);
}

@inline
function addPart(ruled: Ruled, at: usize, units: usize, part: f64): void {
  const strong = <f64>ruled.strong;
  const weak = <f64>ruled.weak;
  add(at, part);
  add(at + units, part > 0 ? strong * part : weak * part);
  add(at + 2 * units, part < 0 ? strong * part : weak * part);
}

/** z, z₊ and z₋ of a row. */
function addSums(ruled: Ruled, row: i32, sums: usize): void {
  const input = ruled.input;
  const tiles = ruled.output.tiles;
  const bytes = <usize>tiles << 7;
  memory.fill(sums, 0, 3 * bytes);
  for (let unit = 0; unit < tiles << 4; unit++) {
    const channel = unit % (ruled.channelTiles << 4);
    addPart(ruled, sums + (<usize>unit << 3), bytes, <f64>load<f32>(ruled.bias + (<usize>channel << 2)));
  }
  const offset = input.offsets + (<usize>row << 2);
  for (let event = load<u32>(offset); event < load<u32>(offset, 4); event++) {
    const unit = <i32>load<u32>(input.units + (<usize>event << 2));
    const x: f64 = input.heights == 0 ? 1 : <f64>load<f32>(input.heights + (<usize>event << 2));
    const position = unit / ruled.inputStride;
    const channel = unit - position * ruled.inputStride;
    for (let k = offsetOf(ruled, position); k < offsetOf(ruled, position + 1); k++)
      for (let channels = 0; channels < ruled.channelTiles; channels++) {
        const w = ruled.weights + (<usize>(channels * ruled.rows + weightRow(ruled, channel, k)) << 6);
        const to = sums + (<usize>windowUnit(ruled, k, channels) << 3);
        for (let lane: usize = 0; lane < 16; lane++)
          addPart(ruled, to + (lane << 3), bytes, x * <f64>load<f32>(w + (lane << 2)));
      }
  }
}

function writeStreams(ruled: Ruled, unit: i32, at: usize, units: i32, sums: usize): void {
  const epsilon = <f64>ruled.epsilon;
  // The sum of a unit that is cut contributed nothing.
  const uncut = ruled.neurons.uncut;
  const isCut = uncut != 0 && load<u32>(uncut + (<usize>unit << 2)) == 0;
  const z = isCut ? 0 : load<f64>(sums + (<usize>unit << 3));
  const up = load<f64>(sums + (<usize>(units + unit) << 3));
  const down = load<f64>(sums + (<usize>(2 * units + unit) << 3));
  const n = <f64>load<f32>(ruled.normed + at);
  // What n was divided by for units without memory is the sum that the forward pass kept; injected currents are in it.
  const isStatic = ruled.neurons.kind >= STEP && ruled.neurons.injected == 0;
  const kept = isStatic ? <f64>load<f32>(ruled.neurons.sums + at) : z;
  const reward = isStatic ? n * stabilised(kept, epsilon) : n * z;
  let rise: f64 = 0;
  let fall: f64 = 0;
  if (ruled.kind == GAMMA) {
    const strong = <f64>ruled.strong;
    const a = kept > 0 ? reward / stabilised(up, epsilon) : 0;
    const c = kept < 0 ? reward / stabilised(down, epsilon) : 0;
    rise = strong * a + c;
    fall = a + strong * c;
  } else if (ruled.kind == SIGNED) {
    rise = (<f64>ruled.alpha * reward) / stabilised(up, epsilon);
    fall = (-<f64>ruled.beta * reward) / stabilised(down, epsilon);
  } else if (ruled.kind == HEBBIAN || ruled.kind == OJA) {
    rise = reward * z;
    fall = z;
  }
  store<f32>(ruled.rise + at, <f32>rise);
  store<f32>(ruled.fall + at, <f32>fall);
}
