import { loadNamed, loadTile, NOBODY, valueAt } from './lanes';
import { Neurons } from './neurons';
import { respond } from './respond';
import { addReward, blockOf, countOf, isWhole, listOf, sumsOf, unitAt, widthOf } from './reward-access';
import { Reward, Signal } from './signal';

/** Batch normalisation in its inference form, `z = gain · (x − mean) / deviation + shift` per channel. */
@unmanaged
export class BatchNorm {
  input: Signal;
  output: Signal;
  neurons: Neurons;
  /** Steps of the chunk. */
  steps: i32;
  /** u32 `[tiles · 16]` of the output: the input's unit behind each of the output's; 0: they stand alike. */
  table: usize;
  /** Tiles that the channels of a position take; parameters are `[channel tiles · 16]`. */
  channelTiles: i32;
  gain: usize;
  shift: usize;
  mean: usize;
  /** f32, 1 / √(variance + epsilon). */
  scale: usize;
  /** f32 `[batch][tiles][16]`: sums of a constant input; 0 when the input is not constant. */
  constantSums: usize;
}

/** Items: samples. Scratch: `steps · 64` bytes. */
export function batchNormForward(norm: BatchNorm, begin: i32, end: i32, scratch: usize): void {
  const input = norm.input;
  const output = norm.output;
  const constant = norm.constantSums != 0;
  const rows = constant ? 1 : norm.steps;
  for (let sample = begin; sample < end; sample++)
    for (let tile = 0; tile < output.tiles; tile++) {
      const sums = constant ? norm.constantSums + ((<usize>(sample * output.tiles + tile)) << 6) : scratch;
      const channels = (<usize>(tile % norm.channelTiles)) << 6;
      for (let step = 0; step < rows; step++) {
        const to = sums + ((<usize>step) << 6);
        if (norm.table == 0) loadTile(input, sample * rows + step, tile, to);
        else loadNamed(input, sample * rows + step, norm.table + ((<usize>tile) << 6), to);
        for (let quarter: usize = 0; quarter < 64; quarter += 16) {
          const at = channels + quarter;
          const centred = f32x4.sub(v128.load(to + quarter), v128.load(norm.mean + at));
          const normalised = f32x4.mul(centred, v128.load(norm.scale + at));
          const z = f32x4.add(f32x4.mul(v128.load(norm.gain + at), normalised), v128.load(norm.shift + at));
          v128.store(to + quarter, z);
        }
      }
      respond(norm.neurons, output, sample, tile, sums, constant ? 0 : 64, norm.steps, scratch);
    }
}

/** What feedback has to know beside. */
@unmanaged
export class BatchNormFeedback {
  norm: BatchNorm;
  /** 1: the input is the same at every step. */
  constant: i32;
  /** 1: also send reward to the inputs. */
  wantsInputs: i32;
  /** f64 `[batch][2][channel tiles · 16]`: `Σ n · x̂` and `Σ n` of each sample. */
  growth: usize;
}

/** Growth of gain and shift in each sample, and `R_in = x · n · gain / deviation`. Items: samples. */
export function batchNormFeedback(args: BatchNormFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) growSample(args, sample, false);
}

/** The same by the chain rule, with errors in place of n: `e_in = e · gain / deviation`. Items: samples. */
export function batchNormError(args: BatchNormFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let sample = begin; sample < end; sample++) growSample(args, sample, true);
}

/** @param chained Whether the inputs get errors, which do not depend on how large they are. */
@inline
function growSample(args: BatchNormFeedback, sample: i32, chained: bool): void {
  const norm = args.norm;
  const input = norm.input;
  const output = norm.output;
  const reward = changetype<Reward>(output.reward);
  const channels = norm.channelTiles << 4;
  const gains = args.growth + ((<usize>(sample * 2 * channels)) << 3);
  const shifts = gains + ((<usize>channels) << 3);
  memory.fill(gains, 0, (<usize>(2 * channels)) << 3);
  const whole = isWhole(reward);
  const count = countOf(reward, sample);
  const width = widthOf(reward, sample);
  const block = blockOf(output, reward, sample);
  const list = listOf(output, reward, sample);
  const sums = sumsOf(output, reward, sample);
  for (let place = 0; place < count; place++) {
    const unit = unitAt(whole, list, place);
    const named = norm.table == 0 ? <u32>unit : load<u32>(norm.table + ((<usize>unit) << 2));
    if (named == NOBODY) continue;
    const channel = <usize>(unit % channels);
    const scale = load<f32>(norm.scale + (channel << 2));
    const mean = load<f32>(norm.mean + (channel << 2));
    const slope = load<f32>(norm.gain + (channel << 2)) * scale;
    let gain: f64 = 0;
    let shift: f64 = 0;
    for (let row = 0; row < input.steps; row++) {
      const at = args.constant != 0 ? sums + ((<usize>unit) << 2) : block + <usize>row * width + ((<usize>place) << 2);
      const n = load<f32>(at);
      if (n == 0) continue;
      const x = valueAt(input, sample * input.steps + row, <i32>named);
      gain += <f64>n * <f64>((x - mean) * scale);
      shift += <f64>n;
      if (args.wantsInputs == 0) continue;
      if (chained) addReward(input, sample, row, <i32>named, n * slope);
      else if (x != 0) addReward(input, sample, row, <i32>named, x * n * slope);
    }
    store<f64>(gains + (channel << 3), load<f64>(gains + (channel << 3)) + gain);
    store<f64>(shifts + (channel << 3), load<f64>(shifts + (channel << 3)) + shift);
  }
}

/** From the growth of each sample to the feedback of one of the two parameters. */
@unmanaged
export class ChannelFeedback {
  /** 0: the growth itself is the feedback (gradients). */
  parameters: usize;
  feedback: usize;
  /** f64 `[tiles]`: squared length of each tile. */
  squares: usize;
  /** f64, growth of the first sample; `stride` bytes from sample to sample. */
  growth: usize;
  stride: i32;
  batch: i32;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
}

/** `f = |θ| · Σ_samples growth`, or the sum itself. Items: tiles of channels. */
export function channelFeedback(args: ChannelFeedback, begin: i32, end: i32, scratch: usize): void {
  for (let tile = begin; tile < end; tile++) {
    let square: f64 = 0;
    for (let channel = <usize>(tile << 4); channel < <usize>((tile + 1) << 4); channel++) {
      let total: f64 = 0;
      for (let sample = 0; sample < args.batch; sample++)
        total += load<f64>(args.growth + <usize>(sample * args.stride) + (channel << 3));
      const at = args.feedback + (channel << 2);
      if (args.parameters != 0) total *= Math.abs(<f64>load<f32>(args.parameters + (channel << 2)));
      let f = <f32>total;
      if (args.adds != 0) f += load<f32>(at);
      store<f32>(at, f);
      square += <f64>f * <f64>f;
    }
    store<f64>(args.squares + ((<usize>tile) << 3), square);
  }
}
