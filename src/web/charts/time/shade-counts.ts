/** Opacity of a single spike where many would fit; it must be seen. */
const FAINTEST = 0.3;
/** Counts above it look alike; keeps the table of opacities small. */
const LARGEST = 4096;

/**
 * Opacity of each count, `[counts + 1]`, 0 … 255: none for 0, full where every neuron spikes at every step, and between
 * them by the logarithm, because most pixels hold few of the spikes that they could. It depends on nothing but the count,
 * so that a picture that is painted column by column is the same as one painted at once.
 *
 * `opacity(n) = a + (1 − a) · ln(1 + n) / ln(1 + capacity)` with `a` = 0.3, and 1 where the capacity is 1.
 *
 * @param capacity Spikes that a pixel can hold: its neurons times its steps; > 0.
 */
export function opacities(capacity: number): Uint8Array {
  const most = Math.min(LARGEST, Math.max(1, Math.ceil(capacity)));
  const full = Math.log1p(Math.max(1, capacity));
  return Uint8Array.from({ length: most + 1 }, (_, count) => {
    if (count === 0) return 0;
    return Math.round(255 * Math.min(1, FAINTEST + (1 - FAINTEST) * (Math.log1p(count) / full)));
  });
}

/**
 * Colours a picture of counts.
 *
 * @param counts  `[lines × columns]`.
 * @param colours Red, green and blue of each line in the lowest three bytes, red lowest, `[lines]`.
 * @param opacity Opacity of each count, for each line: see `opacities`.
 * @returns Pixels as a canvas keeps them (red, green, blue, opacity, one byte each), `[lines × columns]`, a new array.
 */
export function shadeCounts(
  counts: Uint32Array,
  colours: Uint32Array,
  opacity: readonly Uint8Array[],
): Uint8ClampedArray<ArrayBuffer> {
  const width = counts.length / Math.max(1, colours.length);
  const pixels = new Uint32Array(counts.length);
  colours.forEach((colour, line) => {
    const table = opacity[line]!;
    const most = table.length - 1;
    const end = (line + 1) * width;
    for (let at = line * width; at < end; at++) {
      const count = counts[at]!;
      if (count !== 0) pixels[at] = colour | (table[Math.min(count, most)]! << 24);
    }
  });
  return new Uint8ClampedArray(pixels.buffer);
}

/** A colour such as `#0072b2` with red in the lowest byte. */
export function colourBytes(hex: string): number {
  const value = Number.parseInt(hex.slice(1), 16);
  return ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16);
}
