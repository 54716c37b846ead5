import { Neurons } from './neurons';
import { respond } from './respond';
import { Signal } from './signal';

/** Every input to every unit: `z = x W + b`, and what the neurons make of z. */
@unmanaged
export class Dense {
  input: Signal;
  output: Signal;
  neurons: Neurons;
  /** Inputs, padded to whole tiles. */
  fanIn: i32;
  /** Steps of the chunk. */
  steps: i32;
  /** f32 `[tiles of units][fanIn][16]`. */
  weights: usize;
  /** f32 `[tiles of units][16]`. */
  bias: usize;
  /** f32 `[tiles of units][batch][16]`: sums of a constant input; 0 when the input is not constant. */
  constantSums: usize;
  /** 1: `constantSums` hold what an earlier chunk found. */
  known: i32;
  /** f32 `[tiles of units][rows][16]`: sums that `blockedSums` made of an input that changes; 0: make them of events. */
  madeSums: usize;
}

/** Sum of a tile over spikes: `b + Σ w`. Two events a turn keep both load ports of a core busy. */
@inline
function sumSpikes(weights: usize, bias: usize, unit: usize, end: usize, to: usize): void {
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  for (; unit + 4 < end; unit += 8) {
    const w = weights + (<usize>load<u32>(unit) << 6);
    const x = weights + (<usize>load<u32>(unit, 4) << 6);
    a = f32x4.add(f32x4.add(a, v128.load(w)), v128.load(x));
    b = f32x4.add(f32x4.add(b, v128.load(w, 16)), v128.load(x, 16));
    c = f32x4.add(f32x4.add(c, v128.load(w, 32)), v128.load(x, 32));
    d = f32x4.add(f32x4.add(d, v128.load(w, 48)), v128.load(x, 48));
  }
  if (unit < end) {
    const w = weights + (<usize>load<u32>(unit) << 6);
    a = f32x4.add(a, v128.load(w));
    b = f32x4.add(b, v128.load(w, 16));
    c = f32x4.add(c, v128.load(w, 32));
    d = f32x4.add(d, v128.load(w, 48));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/** Sum of a tile over events with heights: `b + Σ height · w`. */
@inline
function sumHeights(weights: usize, bias: usize, unit: usize, end: usize, height: usize, to: usize): void {
  let a = v128.load(bias);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  for (; unit < end; unit += 4, height += 4) {
    const w = weights + (<usize>load<u32>(unit) << 6);
    const x = v128.load32_splat(height);
    a = f32x4.add(a, f32x4.mul(x, v128.load(w)));
    b = f32x4.add(b, f32x4.mul(x, v128.load(w, 16)));
    c = f32x4.add(c, f32x4.mul(x, v128.load(w, 32)));
    d = f32x4.add(d, f32x4.mul(x, v128.load(w, 48)));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/** Items: samples of one tile of units after the other (item = tile · batch + sample). Scratch: `steps · 64` bytes. */
export function denseForward(layer: Dense, begin: i32, end: i32, scratch: usize): void {
  const input = layer.input;
  const batch = input.batch;
  const constant = layer.constantSums != 0;
  const stride: usize = constant ? 0 : 64;
  for (let item = begin; item < end; item++) {
    const tile = item / batch;
    const sample = item - tile * batch;
    const weights = layer.weights + (<usize>(tile * layer.fanIn) << 6);
    const bias = layer.bias + (<usize>tile << 6);
    const made = layer.madeSums != 0 ? layer.madeSums + (<usize>(item * layer.steps) << 6) : scratch;
    const sums = constant ? layer.constantSums + (<usize>item << 6) : made;
    if (layer.madeSums == 0 && (!constant || layer.known == 0)) {
      let offset = input.offsets + (<usize>(sample * input.steps) << 2);
      for (let step = 0; step < input.steps; step++, offset += 4) {
        const from = <usize>load<u32>(offset) << 2;
        const to = <usize>load<u32>(offset, 4) << 2;
        const target = sums + (<usize>step << 6);
        if (input.heights == 0) sumSpikes(weights, bias, input.units + from, input.units + to, target);
        else sumHeights(weights, bias, input.units + from, input.units + to, input.heights + from, target);
      }
    }
    respond(layer.neurons, layer.output, sample, tile, sums, stride, layer.steps, scratch);
  }
}
