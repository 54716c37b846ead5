/** A line of a plot. */
export interface Curve {
  /** Ascending. */
  readonly x: ArrayLike<number>;
  /** As many as `x`; NaN: no value here. */
  readonly y: ArrayLike<number>;
  readonly colour: string;
  readonly dash: readonly number[];
  /** In CSS pixels; 0: points only. */
  readonly width: number;
  /** 1 unless given. */
  readonly opacity?: number;
  /** A sign at every point; none unless given. */
  readonly marker?: 'disc' | 'square';
  /** What lies between these is shaded. 0 on a logarithmic scale: down to the border. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** Written beside the curve's end. */
  readonly label?: string;
}

/** A place on the axis across that something happened at. */
interface CurveMark {
  readonly x: number;
  readonly text: string;
  readonly colour: string;
}

/** A value that curves are held against. */
export interface CurveLevel {
  readonly y: number;
  readonly text: string;
  /** Where its text stands. */
  readonly side: 'above' | 'below';
}

/** Everything that a plot of curves shows. */
export interface CurveContent {
  readonly curves: readonly Curve[];
  readonly marks: readonly CurveMark[];
  readonly levels: readonly CurveLevel[];
}

export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** Index of the last value <= `at` among ascending ones; −1 when there is none. */
export function lastAtOrBefore(values: ArrayLike<number>, at: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The whole width of what there is to see; undefined for nothing. */
export function extentAcross({ curves }: Pick<CurveContent, 'curves'>): Extent | undefined {
  const drawn = curves.filter(({ x }) => x.length > 0);
  if (drawn.length === 0) return undefined;
  return {
    from: Math.min(...drawn.map(({ x }) => x[0]!)),
    to: Math.max(...drawn.map(({ x }) => x[x.length - 1]!)),
  };
}

/**
 * Smallest and largest value in sight, of curves, bands and levels; undefined for none.
 *
 * @param positive Only values above 0 count: for a logarithmic scale.
 */
export function extentUp({ curves, levels }: CurveContent, across: Extent, positive: boolean): Extent | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (value: number): void => {
    if (!Number.isFinite(value) || (positive && value <= 0)) return;
    from = Math.min(from, value);
    to = Math.max(to, value);
  };
  for (const { x, y, band } of curves) {
    const last = lastAtOrBefore(x, across.to);
    for (let k = Math.max(0, lastAtOrBefore(x, across.from)); k <= last; k++) {
      take(y[k]!);
      if (band) [band.low[k]!, band.high[k]!].forEach(take);
    }
  }
  for (const { y } of levels) take(y);
  return from <= to ? { from, to } : undefined;
}

/** How far a scale reaches beyond its values, as a share of them. */
const MARGIN = 0.06;

/** A linear scale with some air around the values, which does not pass `hard`; a single value gets room on both sides. */
export function roomyScale({ from, to }: Extent, hard: Partial<Extent> = {}): Extent {
  const air = to > from ? (to - from) * MARGIN : Math.max(Math.abs(to) * 0.1, 1e-9);
  return { from: Math.max(from - air, hard.from ?? -Infinity), to: Math.min(to + air, hard.to ?? Infinity) };
}

/** A logarithmic scale: of whole powers of ten, or, over fewer than three of them, with some air around the values. */
export function logarithmicScale({ from, to }: Extent): Extent {
  if (to / from < 1000) {
    const air = (to / from) ** MARGIN * 1.02;
    return { from: from / air, to: to * air };
  }
  return { from: Number(`1e${Math.floor(Math.log10(from))}`), to: Number(`1e${Math.ceil(Math.log10(to))}`) };
}
