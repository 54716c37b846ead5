import type { LinearMemory } from './linear-memory.js';
import { placeOf, TILE, type UnitLayout, unitAt } from './unit-layout.js';

/** In a table of units: there is none. */
const NOBODY = 0xffffffff;

/**
 * Where the units of one layout stand in another of the same units: u32 `[tiles · 16]` of `to`.
 *
 * @returns Its address, or 0 when they stand alike.
 */
export function unitTable(memory: LinearMemory, from: UnitLayout, to: UnitLayout): number {
  const flat = from.positions === 1 && to.positions === 1;
  if (from.tiles === to.tiles && (flat || (from.positions === to.positions && from.stride === to.stride))) return 0;
  const length = TILE * to.tiles;
  const at = memory.allocate(4 * length);
  const table = memory.words(at, length);
  for (let place = 0; place < length; place++)
    table[place] = place % to.stride < to.channels ? placeOf(from, unitAt(to, place)) : NOBODY;
  return at;
}
