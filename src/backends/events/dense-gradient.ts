import { plainProduct } from './blocked-product.js';
import { rewardPlaces } from './chunk-signal.js';
import type { Task } from './crew.js';
import { biasFeedback, type DenseBack, narrowGrowth, wideGrowth } from './dense-feedback.js';
import type { LinearMemory } from './linear-memory.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/**
 * Minus the gradient of a dense layer's weights and bias, and the error of its inputs. The error of its sums stands in
 * the output's reward.
 *
 * @param backward Weights that send the error back, see `backwardTiles`; undefined: the layer's own.
 */
export function denseGradient(backward: number | undefined): DenseBack {
  return (memory, layer, trace, adds, wants) => {
    const { from, to, weight } = layer;
    const grown =
      to.tiles === 1
        ? narrowGrowth(memory, layer, trace, adds, { scaled: false, wants: false })
        : wideGrowth(memory, layer, trace, adds, false);
    const tasks: Task[] = [...grown.tasks, ...biasFeedback(memory, layer, trace, adds, false)];
    if (!wants) return { tasks, scratch: grown.scratch };
    const units = unitCount(to);
    const weights = backward ?? memory.allocate(64 * from.tiles * units);
    if (backward === undefined) {
      const record = memory.record([weight.values, weight.rows, units, weights]);
      tasks.push({ kernel: 'transposeTiles', record, items: from.tiles });
    }
    const { inputs, output } = trace;
    const input = inputs[0]!;
    const errors = rewardPlaces(memory, output);
    const into = { at: rewardPlaces(memory, input).values, tile: 1, row: from.tiles };
    const product = plainProduct(memory, {
      // Of inputs that are the same at every step only the error's sum over the steps counts.
      values: input.constant ? errors.sums : errors.values,
      width: TILE * to.tiles,
      rows: input.batch * input.steps,
      terms: units,
      weights,
      tiles: from.tiles,
      start: into,
      sums: into,
    });
    return { tasks: [...tasks, product], scratch: Math.max(grown.scratch, 1024) };
  };
}

/**
 * Puts fixed weights `[inputs × units]` on the device as errors read them, `[tile of inputs][unit][16]`.
 *
 * @returns Their address.
 */
export function backwardTiles(memory: LinearMemory, from: UnitLayout, to: UnitLayout, weights: Float64Array): number {
  const [inputs, units] = [unitCount(from), unitCount(to)];
  const at = memory.clear(64 * from.tiles * units);
  const floats = memory.floats(at, TILE * from.tiles * units);
  for (let input = 0, k = 0; input < inputs; input++) {
    const place = placeOf(from, input);
    const first = Math.floor(place / TILE) * units * TILE + (place % TILE);
    for (let unit = 0; unit < units; unit++, k++) floats[first + unit * TILE] = weights[k]!;
  }
  return at;
}
