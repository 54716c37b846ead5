import type { LayerStimulus } from '../backend.js';
import type { LinearMemory } from './linear-memory.js';
import { placeOf, TILE, type UnitLayout, unitCount } from './unit-layout.js';

/** Currents that drive the neurons of a layer in linear memory; `kernels/wasm/assembly/neurons.ts` says how they lie. */
export interface InjectedCurrents {
  readonly currents: number;
  /** Which units' sums count; 0: those of all. */
  readonly uncut: number;
}

/** Brings a stimulus to the device. */
export function injectedCurrents(
  memory: LinearMemory,
  layout: UnitLayout,
  batch: number,
  steps: number,
  { currents, cut }: LayerStimulus,
): InjectedCurrents {
  const [units, lines] = [unitCount(layout), batch * layout.tiles * steps];
  const at = memory.clear(64 * lines);
  const floats = memory.floats(at, TILE * lines);
  for (let step = 0, k = 0; step < steps; step++)
    for (let sample = 0; sample < batch; sample++)
      for (let unit = 0; unit < units; unit++, k++) {
        const place = placeOf(layout, unit);
        const line = (sample * layout.tiles + Math.floor(place / TILE)) * steps + step;
        floats[line * TILE + (place % TILE)] = currents[k]!;
      }
  return { currents: at, uncut: cut ? uncutUnits(memory, layout, cut) : 0 };
}

/** All bits of each unit that is not cut. */
function uncutUnits(memory: LinearMemory, layout: UnitLayout, cut: Uint8Array): number {
  const at = memory.clear(64 * layout.tiles);
  const words = memory.words(at, TILE * layout.tiles);
  cut.forEach((isCut, unit) => {
    words[placeOf(layout, unit)] = isCut ? 0 : 0xffffffff;
  });
  return at;
}
