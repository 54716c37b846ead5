import { type PlaceWindow, type RowLayout, rowOfPlace } from './row-layout.js';

/** Mean count of the rows in each line of pixels, and the layer's colour; -1 where there is no row. */
export function gutterLines(
  layout: RowLayout,
  { from, to }: PlaceWindow,
  counts: Uint32Array,
  lines: number,
): { readonly means: Float64Array; readonly colours: Int16Array } {
  const means = new Float64Array(lines).fill(-1);
  const colours = new Int16Array(lines);
  for (let line = 0; line < lines; line++) {
    const first = from + Math.floor((line / lines) * (to - from));
    const end = Math.max(first + 1, from + Math.floor(((line + 1) / lines) * (to - from)));
    let sum = 0;
    let rows = 0;
    for (let place = first; place < end; place++) {
      const row = rowOfPlace(layout, place);
      if (row === undefined) continue;
      sum += counts[row]!;
      rows++;
    }
    if (rows === 0) continue;
    means[line] = sum / rows;
    colours[line] = layout.bands.findLast((band) => band.from < end)!.rows.colour;
  }
  return { means, colours };
}
