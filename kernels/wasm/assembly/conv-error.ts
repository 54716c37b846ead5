import { laneSum } from './lanes';
import { addReward, blockOf, sumsOf, widthOf } from './reward-access';
import { Reward, Signal } from './signal';
import { Window } from './window';

/** Error of the inputs of a convolution: `e_in[q] = Σ_taps W[tap] e[p]` over the windows p that see q through a tap. */
@unmanaged
export class ConvError {
  input: Signal;
  output: Signal;
  window: Window;
  /** Rows of weights. */
  rows: i32;
  /** f32 `[channel tiles][rows][16]`. */
  weights: usize;
  /** Channels of an input position. */
  channels: i32;
  /** 1: the inputs are the same at every step: only the sum of the error over the steps counts. */
  constant: i32;
}

/** Items: samples. */
export function convError(args: ConvError, begin: i32, end: i32, scratch: usize): void {
  const input = args.input;
  const output = args.output;
  const window = args.window;
  const reward = changetype<Reward>(output.reward);
  const position = <usize>window.channelTiles << 6;
  for (let sample = begin; sample < end; sample++) {
    const width = widthOf(reward, sample);
    let error = args.constant != 0 ? sumsOf(output, reward, sample) : blockOf(output, reward, sample);
    for (let row = 0; row < input.steps; row++, error += width) {
      let from = error;
      for (let y = 0; y < window.outputHeight; y++)
        for (let x = 0; x < window.outputWidth; x++, from += position) sendBack(args, sample, row, y, x, from);
    }
  }
}

/** Sends the error of one position, `from`, to all that its window sees. */
@inline
function sendBack(args: ConvError, sample: i32, row: i32, y: i32, x: i32, from: usize): void {
  const window = args.window;
  const top = y * window.strideY - window.paddingY;
  const left = x * window.strideX - window.paddingX;
  const lastLine = min(window.kernelHeight, window.inputHeight - top);
  const lastColumn = min(window.kernelWidth, window.inputWidth - left);
  for (let line = max(0, -top); line < lastLine; line++)
    for (let column = max(0, -left); column < lastColumn; column++) {
      const first = ((top + line) * window.inputWidth + left + column) * window.inputStride;
      const weightRow = (line * window.kernelWidth + column) * window.inputStride;
      for (let channel = 0; channel < args.channels; channel++)
        addReward(args.input, sample, row, first + channel, errorThrough(args, weightRow + channel, from));
    }
}

/** `Σ W · e` over the maps of a position. */
@inline
function errorThrough(args: ConvError, weightRow: i32, from: usize): f32 {
  let w = args.weights + (<usize>weightRow << 6);
  const stride = <usize>args.rows << 6;
  const end = from + (<usize>args.window.channelTiles << 6);
  let near = f32x4.splat(0);
  let far = f32x4.splat(0);
  for (; from < end; from += 64, w += stride) {
    near = f32x4.add(near, f32x4.mul(v128.load(from), v128.load(w)));
    far = f32x4.add(far, f32x4.mul(v128.load(from, 16), v128.load(w, 16)));
    near = f32x4.add(near, f32x4.mul(v128.load(from, 32), v128.load(w, 32)));
    far = f32x4.add(far, f32x4.mul(v128.load(from, 48), v128.load(w, 48)));
  }
  return laneSum(f32x4.add(near, far));
}
