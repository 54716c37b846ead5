import { Neurons } from './neurons';
import { respond } from './respond';
import { Signal } from './signal';
import { locateEvents, tableBytes, Window } from './window';

/**
 * A convolution, `z[p] = b + Σ_taps x[p + tap] W[tap]`, and what the neurons make of z.
 *
 * A line of a window sees one run of events, whose rows of weights stand where the units stand: each position is a
 * sum over a few such runs that stays in registers.
 */
@unmanaged
export class Conv {
  input: Signal;
  output: Signal;
  neurons: Neurons;
  window: Window;
  /** Rows of weights: kernel height · kernel width · input stride. */
  rows: i32;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[channel tiles][kernel height][kernel width][input stride][16]`. */
  weights: usize;
  /** f32 `[channel tiles][16]`. */
  bias: usize;
  /** f32 `[batch][tiles][16]`: sums of a constant input; 0 when the input is not constant. */
  constantSums: usize;
  /** 1: `constantSums` hold what an earlier chunk found. */
  known: i32;
  /** f64 `[batch]`: pairs of an event and a window that sees it. */
  pairs: usize;
}

/** Items: samples. Scratch: a table (see `locateEvents`) for each row of a sample, then `steps · 64` bytes. */
export function convForward(layer: Conv, begin: i32, end: i32, scratch: usize): void {
  const input = layer.input;
  const output = layer.output;
  const window = layer.window;
  const constant = layer.constantSums != 0;
  const fresh = !constant || layer.known == 0;
  const tables = tableBytes(window);
  const buffer = (scratch + <usize>input.steps * tables + 63) & ~63;
  const channelTiles = window.channelTiles;
  for (let sample = begin; sample < end; sample++) {
    if (fresh) {
      let pairs: f64 = 0;
      for (let step = 0; step < input.steps; step++)
        pairs += <f64>locateEvents(window, input, sample * input.steps + step, scratch + <usize>step * tables);
      store<f64>(layer.pairs + ((<usize>sample) << 3), pairs);
    }
    for (let channels = 0; channels < channelTiles; channels++) {
      const weights = layer.weights + ((<usize>(channels * layer.rows)) << 6);
      const bias = layer.bias + ((<usize>channels) << 6);
      let tile = channels;
      for (let y = 0; y < window.outputHeight; y++)
        for (let x = 0; x < window.outputWidth; x++, tile += channelTiles) {
          const sums = constant ? layer.constantSums + ((<usize>(sample * output.tiles + tile)) << 6) : buffer;
          if (fresh) {
            for (let step = 0; step < input.steps; step++) {
              const table = scratch + <usize>step * tables;
              const to = sums + ((<usize>step) << 6);
              if (input.heights == 0) sumWindow(false, window, input, y, x, table, weights, bias, to);
              else sumWindow(true, window, input, y, x, table, weights, bias, to);
            }
          }
          respond(layer.neurons, output, sample, tile, sums, constant ? 0 : 64, layer.steps, buffer);
        }
    }
  }
}

/** Sum of one tile of one window over the events that it sees. */
@inline
function sumWindow(
  valued: bool,
  window: Window,
  input: Signal,
  y: i32,
  x: i32,
  table: usize,
  weights: usize,
  bias: usize,
  to: usize,
): void {
  const stride = window.inputStride;
  const top = y * window.strideY - window.paddingY;
  const left = x * window.strideX - window.paddingX;
  const from = max(left, 0);
  const until = min(left + window.kernelWidth, window.inputWidth);
  const lastLine = min(window.kernelHeight, window.inputHeight - top);
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  for (let line = max(0, -top); line < lastLine; line++) {
    const inputLine = (top + line) * window.inputWidth;
    let event = <usize>load<u32>(table + ((<usize>(inputLine + from)) << 2));
    const end = <usize>load<u32>(table + ((<usize>(inputLine + until)) << 2));
    // The row of weights of unit u is u less the first unit of the window's line; wraps around 0, and back.
    const base = weights + ((<usize>((line * window.kernelWidth - inputLine - left) * stride)) << 6);
    if (valued) {
      for (; event < end; event += 4) {
        const w = base + ((<usize>load<u32>(input.units + event)) << 6);
        const height = v128.load32_splat(input.heights + event);
        a = f32x4.add(a, f32x4.mul(height, v128.load(w)));
        b = f32x4.add(b, f32x4.mul(height, v128.load(w, 16)));
        c = f32x4.add(c, f32x4.mul(height, v128.load(w, 32)));
        d = f32x4.add(d, f32x4.mul(height, v128.load(w, 48)));
      }
    } else {
      for (; event + 4 < end; event += 8) {
        const w = base + ((<usize>load<u32>(input.units + event)) << 6);
        const v = base + ((<usize>load<u32>(input.units + event, 4)) << 6);
        a = f32x4.add(f32x4.add(a, v128.load(w)), v128.load(v));
        b = f32x4.add(f32x4.add(b, v128.load(w, 16)), v128.load(v, 16));
        c = f32x4.add(f32x4.add(c, v128.load(w, 32)), v128.load(v, 32));
        d = f32x4.add(f32x4.add(d, v128.load(w, 48)), v128.load(v, 48));
      }
      if (event < end) {
        const w = base + ((<usize>load<u32>(input.units + event)) << 6);
        a = f32x4.add(a, v128.load(w));
        b = f32x4.add(b, v128.load(w, 16));
        c = f32x4.add(c, v128.load(w, 32));
        d = f32x4.add(d, v128.load(w, 48));
      }
    }
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
