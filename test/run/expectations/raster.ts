import fc from 'fast-check';
import type { RecordedSpikes } from '../../../src/backends/backend.js';

/** Which units fired: by step, by presentation. */
export type Raster = readonly (readonly (readonly number[])[])[];

/** The rows of some steps of a raster as a backend brings them back. */
export function recordedOf(layer: string, raster: Raster, from = 0, to = raster.length): RecordedSpikes {
  const rows = raster.slice(from, to).flat();
  const ends = rows.map((_, row) => rows.slice(0, row + 1).flat().length);
  return { layer, offsets: Uint32Array.from([0, ...ends]), units: Uint32Array.from(rows.flat()) };
}

/** Rasters of at most `units` units, with places at which to cut them into chunks, from 0 to their end. */
export function cutRasters(units: number): fc.Arbitrary<{ raster: Raster; batch: number; cuts: readonly number[] }> {
  return fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 })).chain(([steps, batch]) => {
    const row = fc.subarray(Array.from({ length: units }, (_, unit) => unit));
    return fc.record({
      raster: fc.array(fc.array(row, { minLength: batch, maxLength: batch }), { minLength: steps, maxLength: steps }),
      batch: fc.constant(batch),
      cuts: fc.subarray(Array.from({ length: steps - 1 }, (_, n) => n + 1)).map((inner) => [0, ...inner, steps]),
    });
  });
}
