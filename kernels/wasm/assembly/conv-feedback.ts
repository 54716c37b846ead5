import { laneSum } from './lanes';
import { addReward, blockOf, countOf, isWhole, listOf, sumsOf, widthOf } from './reward-access';
import { Reward, Signal } from './signal';
import { locateEvents, tableBytes, Window } from './window';

/** Growth of the weights of a convolution and the reward of its inputs, epsilon rule. */
@unmanaged
export class ConvFeedback {
  input: Signal;
  output: Signal;
  window: Window;
  /** Rows of weights. */
  rows: i32;
  /** f32 `[channel tiles][rows][16]`. */
  weights: usize;
  /** f32 `[slices][channel tiles][rows][16]`: `Σ xᵀ n` over the samples of each slice. */
  growth: usize;
  /** Slices of samples: as many for any number of threads. */
  slices: i32;
  /** 1: the inputs are the same at every step. */
  constant: i32;
  /** 1: also send reward to the inputs. */
  wantsInputs: i32;
}

/**
 * Items: slices. Scratch: a table (see `locateEvents`) for each row of a sample, `(tiles + 1) · 4` bytes,
 * `steps · 64` bytes, 16 bytes for each event of a sample; each part starts at a multiple of 64.
 */
export function convFeedback(args: ConvFeedback, begin: i32, end: i32, scratch: usize): void {
  const input = args.input;
  const output = args.output;
  const window = args.window;
  const bytes = (<usize>(window.channelTiles * args.rows)) << 6;
  const starts = (scratch + <usize>input.steps * tableBytes(window) + 63) & ~63;
  const buffer = (starts + ((<usize>(output.tiles + 1)) << 2) + 63) & ~63;
  const shares = buffer + ((<usize>input.steps) << 6);
  for (let slice = begin; slice < end; slice++) {
    const growth = args.growth + <usize>slice * bytes;
    memory.fill(growth, 0, bytes);
    const last = ((slice + 1) * input.batch) / args.slices;
    for (let sample = (slice * input.batch) / args.slices; sample < last; sample++)
      growFromSample(args, sample, growth, scratch, starts, buffer, shares);
  }
}

function growFromSample(
  args: ConvFeedback,
  sample: i32,
  growth: usize,
  tables: usize,
  starts: usize,
  buffer: usize,
  shares: usize,
): void {
  const input = args.input;
  const output = args.output;
  const window = args.window;
  const reward = changetype<Reward>(output.reward);
  const count = countOf(reward, sample);
  if (count == 0) return;
  const whole = isWhole(reward);
  const active = reward.active + ((<usize>(sample * output.tiles)) << 1);
  const steps = input.steps;
  const bytes = tableBytes(window);
  for (let step = 0; step < steps; step++)
    locateEvents(window, input, sample * steps + step, tables + <usize>step * bytes);
  const firstEvent = (<usize>load<u32>(input.offsets + ((<usize>(sample * steps)) << 2))) << 2;
  const lastEvent = (<usize>load<u32>(input.offsets + ((<usize>((sample + 1) * steps)) << 2))) << 2;
  memory.fill(shares, 0, (lastEvent - firstEvent) << 2);
  // Shares are four times as wide as the units that they belong to.
  const ownShares = shares - (firstEvent << 2);
  if (!whole) findTiles(listOf(output, reward, sample), count, output.tiles, starts);
  for (let channels = 0; channels < window.channelTiles; channels++) {
    const offset = (<usize>(channels * args.rows)) << 6;
    let tile = channels;
    for (let y = 0; y < window.outputHeight; y++)
      for (let x = 0; x < window.outputWidth; x++, tile += window.channelTiles) {
        // A tile that was silent in the sample earned nothing.
        if (!whole && load<u16>(active + ((<usize>tile) << 1)) == 0) continue;
        let normed = buffer;
        let stride: usize = 64;
        if (args.constant != 0) normed = sumsOf(output, reward, sample) + ((<usize>tile) << 6);
        else if (whole) {
          normed = blockOf(output, reward, sample) + ((<usize>tile) << 6);
          stride = widthOf(reward, sample);
        } else unpack(output, reward, sample, tile, starts, buffer);
        for (let step = 0; step < steps; step++, normed += stride) {
          const table = tables + <usize>step * bytes;
          const w = args.weights + offset;
          const g = growth + offset;
          const valued = input.heights != 0;
          if (args.wantsInputs != 0) {
            if (valued) scatter(true, true, window, input, y, x, table, normed, w, g, ownShares);
            else scatter(false, true, window, input, y, x, table, normed, w, g, ownShares);
          } else if (valued) scatter(true, false, window, input, y, x, table, normed, w, g, ownShares);
          else scatter(false, false, window, input, y, x, table, normed, w, g, ownShares);
        }
      }
  }
  if (args.wantsInputs != 0) sendShares(input, sample, ownShares);
}

/** Where the units of each tile begin in a list of ascending units. */
function findTiles(list: usize, count: i32, tiles: i32, starts: usize): void {
  let place = 0;
  for (let tile = 0; tile <= tiles; tile++) {
    while (place < count && <i32>load<u32>(list + ((<usize>place) << 2)) < tile << 4) place++;
    store<u32>(starts + ((<usize>tile) << 2), place);
  }
}

/** The normed reward of a tile in every row, each unit in its lane. */
function unpack(output: Signal, reward: Reward, sample: i32, tile: i32, starts: usize, to: usize): void {
  const list = listOf(output, reward, sample);
  const width = widthOf(reward, sample);
  memory.fill(to, 0, (<usize>output.steps) << 6);
  const end = (<usize>load<u32>(starts + ((<usize>tile) << 2), 4)) << 2;
  for (let place = (<usize>load<u32>(starts + ((<usize>tile) << 2))) << 2; place < end; place += 4) {
    let target = to + ((<usize>(load<u32>(list + place) & 15)) << 2);
    let from = blockOf(output, reward, sample) + place;
    for (let step = 0; step < output.steps; step++, target += 64, from += width) store<f32>(target, load<f32>(from));
  }
}

/** One tile of one window at one step: the growth of the weights that its events passed, and the share of each event. */
@inline
function scatter(
  valued: bool,
  wants: bool,
  window: Window,
  input: Signal,
  y: i32,
  x: i32,
  table: usize,
  normed: usize,
  weights: usize,
  growth: usize,
  shares: usize,
): void {
  const n0 = v128.load(normed);
  const n1 = v128.load(normed, 16);
  const n2 = v128.load(normed, 32);
  const n3 = v128.load(normed, 48);
  if (!v128.any_true(v128.or(v128.or(n0, n1), v128.or(n2, n3)))) return;
  const stride = window.inputStride;
  const top = y * window.strideY - window.paddingY;
  const left = x * window.strideX - window.paddingX;
  const from = max(left, 0);
  const until = min(left + window.kernelWidth, window.inputWidth);
  const lastLine = min(window.kernelHeight, window.inputHeight - top);
  for (let line = max(0, -top); line < lastLine; line++) {
    const inputLine = (top + line) * window.inputWidth;
    const first = <usize>load<u32>(table + ((<usize>(inputLine + from)) << 2));
    const end = <usize>load<u32>(table + ((<usize>(inputLine + until)) << 2));
    const base = (<usize>((line * window.kernelWidth - inputLine - left) * stride)) << 6;
    for (let event = first; event < end; event += 4) {
      const row = base + ((<usize>load<u32>(input.units + event)) << 6);
      const g = growth + row;
      if (wants) {
        const w = weights + row;
        const share = shares + (event << 2);
        const near = f32x4.add(f32x4.mul(n0, v128.load(w)), f32x4.mul(n1, v128.load(w, 16)));
        const far = f32x4.add(f32x4.mul(n2, v128.load(w, 32)), f32x4.mul(n3, v128.load(w, 48)));
        v128.store(share, f32x4.add(v128.load(share), f32x4.add(near, far)));
      }
      if (valued) {
        const height = v128.load32_splat(input.heights + event);
        v128.store(g, f32x4.add(v128.load(g), f32x4.mul(height, n0)));
        v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(height, n1)), 16);
        v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(height, n2)), 32);
        v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(height, n3)), 48);
      } else {
        v128.store(g, f32x4.add(v128.load(g), n0));
        v128.store(g, f32x4.add(v128.load(g, 16), n1), 16);
        v128.store(g, f32x4.add(v128.load(g, 32), n2), 32);
        v128.store(g, f32x4.add(v128.load(g, 48), n3), 48);
      }
    }
  }
}

/** Rewards the events of a sample. */
function sendShares(input: Signal, sample: i32, shares: usize): void {
  for (let row = 0; row < input.steps; row++) {
    const offset = input.offsets + ((<usize>(sample * input.steps + row)) << 2);
    const end = (<usize>load<u32>(offset, 4)) << 2;
    for (let event = (<usize>load<u32>(offset)) << 2; event < end; event += 4) {
      const total = laneSum(v128.load(shares + (event << 2)));
      const height: f32 = input.heights == 0 ? 1 : load<f32>(input.heights + event);
      addReward(input, sample, row, <i32>load<u32>(input.units + event), height * total);
    }
  }
}
