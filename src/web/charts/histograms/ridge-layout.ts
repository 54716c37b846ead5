import type { Histogram } from '../../../run/watch/look.js';

/** How counts become heights. */
export type CountScale = 'linear' | 'logarithmic';

/** Whose values the axis spans: those of all epochs that are drawn, or those of the front one. */
export type AxisOf = 'all' | 'front';

/** What one tensor looked like at the end of an epoch. */
export interface RidgeSource {
  readonly epoch: number;
  readonly histogram: Histogram;
}

/** The outline of one histogram: its value stays the same between two borders. */
export interface Ridge {
  readonly epoch: number;
  /** Borders of the bins, ascending, within the axis: one more than there are heights. Alone when no bin is in sight. */
  readonly borders: readonly number[];
  /** 0 to 1; 1 is the highest of all ridges. */
  readonly heights: readonly number[];
}

/** What earlier epochs have beyond the axis. */
export interface CutValues {
  /** Epochs that reach beyond it. */
  readonly epochs: number;
  /** So many values at least: of a bin that the axis cuts, nobody knows. */
  readonly values: number;
  /** Smallest and largest value of those epochs. */
  readonly from: number;
  readonly to: number;
}

export interface RidgeLayout {
  /** Oldest first. */
  readonly ridges: readonly Ridge[];
  readonly from: number;
  readonly to: number;
  /** Undefined when nothing is. */
  readonly cut: CutValues | undefined;
}

/** How much wider than its values the axis of the front epoch is, at either end. */
const AIR = 0.05;

/** The epochs that are drawn: the chosen one and earlier ones, evenly spaced, at most `most`. Ascending indices. */
export function drawnEpochs(chosen: number, most: number): readonly number[] {
  const count = Math.min(chosen + 1, most);
  if (count <= 1) return [chosen];
  return Array.from({ length: count }, (_, k) => Math.round((k * chosen) / (count - 1)));
}

/**
 * Lays histograms of one tensor out on one axis; the last one is the front.
 *
 * Epochs have bins of different widths. So that equal heights mean equally many values near each other, a height is the
 * count that a bin of one common width w would have: `n · w / width`, or `log₁₀(1 + n · w / width)`, over the largest in
 * sight. w is the width of a bin of the front, or, where its values are all equal, the smallest width of another one; a
 * bin without extent counts as w wide.
 *
 * @param sources Oldest first; at least one.
 */
export function layRidges(sources: readonly RidgeSource[], scale: CountScale, axis: AxisOf): RidgeLayout {
  const widths = sources.map(({ histogram: { from, to, counts } }) => (to - from) / counts.length);
  const extents = widths.filter((width) => width > 0);
  const front = sources.at(-1)!.histogram;
  const smallest = extents.length > 0 ? Math.min(...extents) : Math.max(Math.abs(front.from) * 0.02, 1e-3);
  const common = widths.at(-1)! > 0 ? widths.at(-1)! : smallest;
  const range = axisOf(axis === 'front' ? [front] : sources.map(({ histogram }) => histogram), axis, common);
  const raw = sources.map(({ histogram }, k) =>
    clipped(outline(histogram, widths[k]! > 0 ? widths[k]! : common, common), range),
  );
  const lengths = raw.map(({ counts }) => counts.map((count) => (scale === 'linear' ? count : Math.log10(1 + count))));
  const largest = Math.max(...lengths.flat(), Number.MIN_VALUE);
  const ridges = raw.map(({ borders }, k) => ({
    epoch: sources[k]!.epoch,
    borders,
    heights: lengths[k]!.map((length) => length / largest),
  }));
  return { ridges, ...range, cut: cutOf(sources, range) };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Outline {
  readonly borders: readonly number[];
  readonly counts: readonly number[];
}

function axisOf(histograms: readonly Histogram[], axis: AxisOf, common: number): Range {
  const [low, high] = [Math.min(...histograms.map(({ from }) => from)), Math.max(...histograms.map(({ to }) => to))];
  const air = high > low ? (axis === 'front' ? AIR * (high - low) : 0) : 10 * common;
  return { from: low - air, to: high + air };
}

function outline({ from, to, counts }: Histogram, width: number, common: number): Outline {
  if (from === to) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { borders: [from - common / 2, from + common / 2], counts: [total] };
  }
  const borders = Array.from({ length: counts.length + 1 }, (_, bin) => from + bin * width);
  return { borders, counts: Array.from(counts, (count) => (count * common) / width) };
}

/** The bins that are at least partly within a range, cut at its ends. */
function clipped({ borders, counts }: Outline, { from, to }: Range): Outline {
  const inSight = counts.flatMap((_, bin) => (borders[bin + 1]! > from && borders[bin]! < to ? [bin] : []));
  const ends = inSight.length === 0 ? [] : [inSight[0]!, ...inSight.map((bin) => bin + 1)];
  return {
    borders: ends.map((border) => Math.min(to, Math.max(from, borders[border]!))),
    counts: inSight.map((bin) => counts[bin]!),
  };
}

function cutOf(sources: readonly RidgeSource[], { from, to }: Range): CutValues | undefined {
  const beyond = sources
    .map(({ histogram }) => histogram)
    .filter((histogram) => countOf(histogram) > 0 && (histogram.from < from || histogram.to > to));
  if (beyond.length === 0) return undefined;
  return {
    epochs: beyond.length,
    values: beyond.reduce((sum, histogram) => sum + valuesBeyond(histogram, { from, to }), 0),
    from: Math.min(...beyond.map((histogram) => histogram.from)),
    to: Math.max(...beyond.map((histogram) => histogram.to)),
  };
}

/** Values that certainly lie outside: those of whole bins, and at either end the smallest or largest value itself. */
function valuesBeyond(histogram: Histogram, { from, to }: Range): number {
  const { counts } = histogram;
  const border = (bin: number): number => histogram.from + ((histogram.to - histogram.from) * bin) / counts.length;
  const count = (isOut: (bin: number) => boolean): number =>
    counts.reduce((sum, values, bin) => (isOut(bin) ? sum + values : sum), 0);
  const below =
    histogram.from < from
      ? Math.max(
          1,
          count((bin) => border(bin + 1) <= from),
        )
      : 0;
  const above =
    histogram.to > to
      ? Math.max(
          1,
          count((bin) => border(bin) >= to),
        )
      : 0;
  return below + above;
}

/** Values of a histogram in all. */
export function countOf({ counts }: Histogram): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
