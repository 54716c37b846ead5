import type { Curve } from './curve.js';
import type { PlotArea } from './plot-area.js';

/**
 * The places around a band, along its upper end and back along its lower one. An end at 0 has no place on a logarithmic
 * scale: it lies at the border of the plot.
 */
export function bandOutline(
  x: Curve['x'],
  { low, high }: NonNullable<Curve['band']>,
  area: PlotArea,
): readonly (readonly [across: number, up: number])[] {
  const bottom = area.top + area.height;
  const place = (end: ArrayLike<number>, k: number): readonly [number, number] => {
    const up = area.y(end[k]!);
    return [area.x(x[k]!), up === Number.POSITIVE_INFINITY ? bottom : up];
  };
  const there = Array.from(x, (_, k) => place(high, k));
  const back = Array.from(x, (_, k) => place(low, k)).toReversed();
  return [...there, ...back];
}
