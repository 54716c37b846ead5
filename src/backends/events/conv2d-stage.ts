import type { Conv2dDescription } from '../../core/layers/layer.js';
import type { Tensors } from '../../core/layers/tensors.js';
import { windowsOf } from '../../core/layers/window.js';
import type { Shape } from '../../core/shape.js';
import type { ChunkSignal } from './chunk-signal.js';
import type { Task } from './crew.js';
import type { Device } from './device.js';
import type { LinearMemory } from './linear-memory.js';
import { parameterBlock, writeTensor } from './parameter-block.js';
import type { Stage } from './stage.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** A convolution: the shape of its input, where its inputs and units are kept. */
export interface Conv2dShape {
  readonly description: Conv2dDescription;
  readonly shape: Shape;
  readonly from: UnitLayout;
  readonly to: UnitLayout;
}

/**
 * Slices of samples whose growth of the weights is kept apart and then added up in their order: as many for any number
 * of threads. More would keep more threads busy and take more memory.
 */
const SLICES = 8;

/**
 * Puts a convolution on the device.
 *
 * @param gradient How errors go back: through these weights in place of its own, if there are any; undefined: LFP.
 */
export function conv2dStage(
  { memory }: Device,
  layer: Conv2dShape,
  tensors: Tensors,
  gradient?: { readonly backward: Float64Array | undefined },
): Stage {
  const { description, from, to } = layer;
  const { id, kernel, channels: maps } = description;
  const rows = kernel[0] * kernel[1] * from.stride;
  const tiles = to.stride / TILE;
  const weight = parameterBlock(
    memory,
    { name: `${id}.weight`, places: weightPlaces(layer, rows), tiles, rows, tracksRows: false, squareCount: rows },
    tensors[`${id}.weight`]!,
  );
  const start = description.bias ? tensors[`${id}.bias`] : undefined;
  const places = Uint32Array.from({ length: maps }, (_, map) => map);
  const bias =
    start &&
    parameterBlock(
      memory,
      { name: `${id}.bias`, places, tiles, rows: 1, tracksRows: false, squareCount: tiles },
      start,
    );
  const noBias = memory.clear(64 * tiles);
  const backward = gradient?.backward ? memory.clear(64 * tiles * rows) : weight.values;
  if (gradient?.backward) writeTensor(memory, weight, backward, gradient.backward);
  const window = windowRecord(memory, layer);
  /** Where the kernel writes how many windows saw events, sample by sample. */
  const pairs = new WeakMap<ChunkSignal, number>();
  return {
    parameters: bias ? [weight, bias] : [weight],
    forward({ inputs: [input], output, neurons, steps, constantSums }, known) {
      const found = memory.clear(8 * output.batch);
      if (!known) pairs.set(input!, found);
      const record = memory.record([
        ...[input!.record, output.record, neurons, window, rows, steps, weight.values, bias?.values ?? noBias],
        ...[constantSums, known ? 1 : 0, found],
      ]);
      const tables = 4 * (from.positions + 1) * input!.steps;
      return { tasks: [{ kernel: 'convForward', record, items: output.batch }], scratch: tables + 64 * (steps + 2) };
    },
    feedback({ inputs: [input], output }, adds, wants) {
      const slices = Math.min(SLICES, output.batch);
      const growth = memory.allocate(64 * slices * tiles * rows);
      const sendsReward = wants && !gradient;
      const record = memory.record([
        ...[input!.record, output.record, window, rows, weight.values, growth, slices],
        ...[input!.constant ? 1 : 0, sendsReward ? 1 : 0],
      ]);
      const sum = memory.record([
        ...[tiles, rows, gradient ? 0 : weight.values, weight.feedback, growth, slices, weight.squares, adds ? 1 : 0],
      ]);
      const tasks: Task[] = [
        { kernel: 'convFeedback', record, items: slices },
        { kernel: 'convGrowth', record: sum, items: rows },
      ];
      if (bias) {
        const own = [output.record, tiles, gradient ? 0 : bias.values, bias.feedback, bias.squares, adds ? 1 : 0];
        tasks.push({ kernel: 'biasFeedback', record: memory.record(own), items: tiles });
      }
      if (wants && gradient) {
        const sent = [input!.record, output.record, window, rows, backward, layer.shape[0]!, input!.constant ? 1 : 0];
        tasks.push({ kernel: 'convError', record: memory.record(sent), items: output.batch });
      }
      const tables = 4 * (from.positions + 1) * input!.steps + 4 * (to.tiles + 1) + 64 * input!.steps;
      return { tasks, scratch: tables + 16 * mostEvents(memory, input!) + 256 };
    },
    synapticOperations([input]) {
      const at = pairs.get(input!);
      if (at === undefined) return 0;
      return maps * memory.doubles(at, input!.batch).reduce((total, count) => total + count, 0);
    },
  };
}

/** Events of the sample that has most. */
function mostEvents(memory: LinearMemory, { offsets, batch, steps }: ChunkSignal): number {
  const found = memory.words(offsets, batch * steps + 1);
  let most = 0;
  for (let sample = 0; sample < batch; sample++)
    most = Math.max(most, found[(sample + 1) * steps]! - found[sample * steps]!);
  return most;
}

/** The record that describes a layer's windows; `kernels/wasm/assembly/window.ts`. */
function windowRecord(memory: LinearMemory, { description, shape, from, to }: Conv2dShape): number {
  const { kernel, stride, padding } = description;
  const [, height, width] = shape as readonly [number, number, number];
  const { height: rows, width: columns, offsets } = windowsOf([height, width], kernel, stride, padding);
  const coverage = memory.allocate(4 * from.positions);
  const counts = memory.words(coverage, from.positions);
  for (let pixel = 0; pixel < from.positions; pixel++) counts[pixel] = offsets[pixel + 1]! - offsets[pixel]!;
  return memory.record([
    ...[height, width, from.stride, rows, columns, to.stride / TILE],
    ...[...kernel, ...stride, ...padding, coverage],
  ]);
}

/** Where weight `[channel × kernel row × kernel column × map]` is kept: `[tile of maps][row][column][channel][16]`. */
function weightPlaces({ description, shape, from }: Conv2dShape, rows: number): Uint32Array {
  const { channels: maps, kernel } = description;
  const taps = kernel[0] * kernel[1];
  const channels = shape[0]!;
  const places = new Uint32Array(channels * taps * maps);
  for (let channel = 0, k = 0; channel < channels; channel++)
    for (let tap = 0; tap < taps; tap++)
      for (let map = 0; map < maps; map++, k++)
        places[k] = (Math.floor(map / TILE) * rows + tap * from.stride + channel) * TILE + (map % TILE);
  return places;
}
