import type { Presentation } from './presentation.js';
import type { RasterRows } from './raster-rows.js';

/**
 * Spikes of all layers of one presentation on the time axis, ordered by step and, within a step, by row.
 *
 * Layers that the raster has no rows for are passed over.
 */
export function spikesOfLook(
  { start, look }: Pick<Presentation, 'start' | 'look'>,
  { layers }: RasterRows,
): { readonly times: Uint32Array; readonly rows: Uint32Array } {
  const shown = look.spikes.flatMap((spikes) => {
    const at = layers.find(({ layer }) => layer.id === spikes.layer);
    return at ? [{ ...spikes, first: at.first }] : [];
  });
  // A counting sort by step: layers come in the order of their rows, so rows stay ascending within a step.
  const begins = new Uint32Array(look.steps + 1);
  for (const { times } of shown) for (const time of times) begins[time + 1]!++;
  for (let step = 0; step < look.steps; step++) begins[step + 1]! += begins[step]!;
  const count = begins[look.steps]!;
  const times = new Uint32Array(count);
  const rows = new Uint32Array(count);
  for (const spikes of shown)
    spikes.times.forEach((time, k) => {
      const place = begins[time]!++;
      times[place] = start + time;
      rows[place] = spikes.first + spikes.units[k]!;
    });
  return { times, rows };
}
