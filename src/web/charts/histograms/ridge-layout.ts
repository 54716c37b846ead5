import type { Histogram } from '../../../run/watch/look.js';

/** How counts become heights. */
export type CountScale = 'linear' | 'logarithmic';

/** What one tensor looked like at the end of an epoch. */
export interface RidgeSource {
  readonly epoch: number;
  readonly histogram: Histogram;
}

/** The outline of one histogram: its value stays the same between two borders. */
export interface Ridge {
  readonly epoch: number;
  /** Borders of the bins, ascending: one more than there are heights. */
  readonly borders: readonly number[];
  /** 0 to 1; 1 is the highest of all ridges. */
  readonly heights: readonly number[];
}

export interface RidgeLayout {
  /** Oldest first. */
  readonly ridges: readonly Ridge[];
  readonly from: number;
  readonly to: number;
}

/** The epochs that are drawn: the chosen one and earlier ones, evenly spaced, at most `most`. Ascending indices. */
export function drawnEpochs(chosen: number, most: number): readonly number[] {
  const count = Math.min(chosen + 1, most);
  if (count <= 1) return [chosen];
  return Array.from({ length: count }, (_, k) => Math.round((k * chosen) / (count - 1)));
}

/**
 * Lays histograms of one tensor out on one axis.
 *
 * Epochs have bins of different widths. So that equal heights mean equally many values near each other, a height is the
 * count that a bin of one common width w would have: `n · w / width`, or `log₁₀(1 + n · w / width)`, over the largest of
 * all. w is the smallest width of a bin with any extent; when all values are equal, their bin counts as w wide.
 */
export function layRidges(sources: readonly RidgeSource[], scale: CountScale): RidgeLayout {
  const [low, high] = [
    Math.min(...sources.map(({ histogram }) => histogram.from)),
    Math.max(...sources.map(({ histogram }) => histogram.to)),
  ];
  const widths = sources.map(({ histogram: { from, to, counts } }) => (to - from) / counts.length);
  const extents = widths.filter((width) => width > 0);
  const common = extents.length > 0 ? Math.min(...extents) : Math.max(Math.abs(low) * 0.02, 1e-3);
  const raw = sources.map(({ histogram }, k) => outline(histogram, widths[k]! > 0 ? widths[k]! : common, common));
  const lengths = raw.map(({ counts }) => counts.map((count) => (scale === 'linear' ? count : Math.log10(1 + count))));
  const largest = Math.max(...lengths.flat(), Number.MIN_VALUE);
  const ridges = raw.map(({ borders }, k) => ({
    epoch: sources[k]!.epoch,
    borders,
    heights: lengths[k]!.map((length) => length / largest),
  }));
  const air = high > low ? 0 : 10 * common;
  return { ridges, from: low - air, to: high + air };
}

function outline(
  { from, to, counts }: Histogram,
  width: number,
  common: number,
): { readonly borders: readonly number[]; readonly counts: readonly number[] } {
  if (from === to) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { borders: [from - common / 2, from + common / 2], counts: [total] };
  }
  const borders = Array.from({ length: counts.length + 1 }, (_, bin) => from + bin * width);
  return { borders, counts: Array.from(counts, (count) => (count * common) / width) };
}

/** Values of a histogram in all. */
export function countOf({ counts }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
