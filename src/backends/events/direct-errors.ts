import type { Tensors } from '../../core/layers/tensors.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { plainProduct } from './blocked-product.js';
import { type ChunkSignal, rewardPlaces } from './chunk-signal.js';
import type { Task } from './crew.js';
import { weightPlaces } from './dense-stage.js';
import type { LinearMemory } from './linear-memory.js';
import { TILE, type UnitLayout } from './unit-layout.js';

/** Fixed weights that send the outputs' error to a layer at once: addresses of f32 `[tiles][places of outputs][16]`. */
export type DirectWeights = readonly (number | undefined)[];

/** Puts the weights `[classes × size]` of direct feedback alignment on the device, for every layer that has some. */
export function directWeights(
  memory: LinearMemory,
  { layers }: NetworkPlan,
  layouts: readonly UnitLayout[],
  tensors: Tensors,
): DirectWeights {
  const outputs = layouts.at(-1)!;
  const rows = TILE * outputs.tiles;
  return layers.map(({ id }, index) => {
    const weights = tensors[id];
    if (!weights) return undefined;
    const layout = layouts[index]!;
    const length = TILE * layout.tiles * rows;
    const at = memory.clear(4 * length);
    const floats = memory.floats(at, length);
    weightPlaces(outputs, layout, rows).forEach((place, k) => {
      floats[place] = weights[k]!;
    });
    return at;
  });
}

/** Sends the error of a chunk's outputs to a layer; the task overwrites what came to it from above. */
export type DirectErrors = (signal: ChunkSignal, weights: number) => Task;

/** Keeps a copy of the error of a chunk's outputs, which stands in the output's reward, for all layers. */
export function directErrors(memory: LinearMemory, output: ChunkSignal): DirectErrors {
  const width = TILE * output.layout.tiles;
  const rows = output.batch * output.steps;
  const kept = memory.allocate(4 * rows * width);
  const { values } = rewardPlaces(memory, output);
  memory.bytes.copyWithin(kept, values, values + 4 * rows * width);
  const zeros = memory.clear(4 * TILE);
  let totals: number | undefined;
  return (signal, weights) => {
    const { tiles } = signal.layout;
    // A layer that gives out the same at every step gets the sum over the steps.
    const summed = signal.constant && !output.constant;
    if (summed) totals ??= sumOverSteps(memory, kept, output, width);
    return plainProduct(memory, {
      values: summed ? totals! : kept,
      width,
      rows: signal.batch * signal.steps,
      terms: width,
      weights,
      tiles,
      start: { at: zeros, tile: 0, row: 0 },
      sums: { at: rewardPlaces(memory, signal).values, tile: 1, row: tiles },
    });
  };
}

/** Sums rows of errors sample by sample; the address of f32 `[batch × width]`. */
function sumOverSteps(memory: LinearMemory, rows: number, { batch, steps }: ChunkSignal, width: number): number {
  const at = memory.clear(4 * batch * width);
  const [from, to] = [memory.floats(rows, batch * steps * width), memory.floats(at, batch * width)];
  for (let row = 0; row < batch * steps; row++)
    for (let unit = 0; unit < width; unit++) to[Math.floor(row / steps) * width + unit]! += from[row * width + unit]!;
  return at;
}
