import { advanceAdaptive } from './adaptive-membrane';
import { injectCurrents } from './injected-currents';
import { advanceLeaky, filterCurrents, resetOf } from './membrane';
import { ADAPTIVE, Neurons, STEP, SYNAPTIC } from './neurons';
import { Signal } from './signal';
import { respondStatically } from './static-units';

/**
 * What the neurons of one tile make of their sums in one sample.
 *
 * @param output   Signal that they write: masks, and values where they are not spikes.
 * @param sums     Sums of the first step, `stride` bytes from step to step (0: the same at every step).
 * @param steps    Steps of the chunk.
 * @param scratch  `steps · 64` bytes for injected and synaptic currents; may be `sums` itself.
 */
export function respond(
  neurons: Neurons,
  output: Signal,
  sample: i32,
  tile: i32,
  sums: usize,
  stride: usize,
  steps: i32,
  scratch: usize,
): void {
  const kind = neurons.kind;
  const tiles = output.tiles;
  const masks = output.masks + ((<usize>(sample * output.steps * tiles + tile)) << 1);
  const maskStride = (<usize>tiles) << 1;
  const place = <usize>(sample * tiles + tile);
  if (neurons.injected != 0) {
    injectCurrents(neurons, place, tile, sums, stride, steps, scratch);
    sums = scratch;
    stride = 64;
  }
  if (kind >= STEP) {
    const offset = (<usize>(sample * output.steps * tiles + tile)) << 6;
    const values = output.values != 0 ? output.values + offset : 0;
    const kept = neurons.sums != 0 ? neurons.sums + offset : 0;
    const lanes = tile % neurons.channelTiles == neurons.channelTiles - 1 ? neurons.lastLanes : 0xffff;
    respondStatically(neurons, sums, stride, output.steps, values, kept, (<usize>tiles) << 6, masks, maskStride, lanes);
    return;
  }
  const trace = neurons.voltages != 0 ? neurons.voltages + place * ((<usize>(steps + 1)) << 6) : 0;
  const moved = neurons.moved != 0 ? neurons.moved + place * ((<usize>steps) << 6) : 0;
  const distances = neurons.distances != 0 ? neurons.distances + place * ((<usize>(steps + 1)) << 6) : 0;
  const reset = resetOf(kind);
  if (kind >= ADAPTIVE) {
    const state = neurons.state + place * 192;
    advanceAdaptive(reset, neurons, state, masks, maskStride, sums, stride, steps, trace, moved, distances);
    return;
  }
  if (kind >= SYNAPTIC) {
    const state = neurons.state + place * 128;
    filterCurrents(neurons, sums, stride, scratch, steps, state + 64);
    advanceLeaky(reset, neurons, state, masks, maskStride, scratch, 64, steps, trace, moved, distances);
    return;
  }
  advanceLeaky(reset, neurons, neurons.state + place * 64, masks, maskStride, sums, stride, steps, trace, moved, distances);
}
