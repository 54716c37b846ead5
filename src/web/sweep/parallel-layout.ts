import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { SweptAxis } from './swept-axes.js';
import { meanExtent, placeOn } from './swept-axes.js';

/** One of the parallel axes. */
export interface ParallelAxis {
  readonly name: string;
  /** Labels and their places, from 0 at the bottom to 1 at the top. */
  readonly labels: readonly { readonly text: string; readonly at: number }[];
  /** Place of each row of the table; undefined where it has none. */
  readonly places: readonly (number | undefined)[];
}

/** From this ratio of the largest to the smallest on an axis of positive numbers is logarithmic. */
const DECADES = 100;
/** Labels of an axis at most. */
const LABELS = 8;

/** Place of a number between the smallest and the largest: by size, or by powers where they span decades. */
export function numberPlace(value: number, least: number, most: number): number {
  if (!(most > least)) return 0.5;
  if (least > 0 && most / least >= DECADES) return Math.log(value / least) / Math.log(most / least);
  return (value - least) / (most - least);
}

function keyAxis({ table }: SweepDocument, axis: SweptAxis): ParallelAxis {
  const { key, values, texts, isNumeric } = axis;
  const last = values.length - 1;
  const placeOf = (n: number): number =>
    isNumeric ? numberPlace(Number(values[n]), Number(values[0]), Number(values[last])) : n / last;
  const every = Math.ceil(values.length / LABELS);
  const labels = texts
    .map((text, n) => ({
      text,
      at: placeOf(n),
      isShown: n === 0 || n === last || (n % every === 0 && last - n >= every),
    }))
    .filter(({ isShown }) => isShown);
  return { name: key, labels, places: table.map(({ settings }) => placeOf(placeOn(axis, settings[key]))) };
}

/** The axes of a sweep: its keys, and the metric last. */
export function parallelAxes(
  document: SweepDocument,
  axes: readonly SweptAxis[],
  text: (mean: number) => string,
): readonly ParallelAxis[] {
  const extent = meanExtent(document) ?? { from: 0, to: 0 };
  const { from, to } = extent;
  const ends = to > from ? [from, (from + to) / 2, to] : [from];
  const place = (mean: number): number => (to > from ? (mean - from) / (to - from) : 0.5);
  return [
    ...axes.map((axis) => keyAxis(document, axis)),
    {
      name: document.report.metric,
      labels: ends.map((end) => ({ text: text(end), at: place(end) })),
      places: document.table.map(({ estimate }) =>
        estimate && Number.isFinite(estimate.mean) ? place(estimate.mean) : undefined,
      ),
    },
  ];
}

/** Distance of a place to a line between two others, in the same unit. */
export function distanceToLine(
  [x, y]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
