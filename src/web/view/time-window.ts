import type { TimeWindow } from './view-state.js';

/** No window is narrower, in steps. */
export const FEWEST_STEPS = 4;

/** What a window is before there is anything to see: the one of a fresh view state. */
export const NOTHING_YET: TimeWindow = { from: 0, to: 1 };

export function sameWindow(a: TimeWindow, b: TimeWindow): boolean {
  return a.from === b.from && a.to === b.to;
}

/** Whether all of the extent is in the window. */
export function covers(window: TimeWindow, extent: TimeWindow): boolean {
  return window.from <= extent.from && window.to >= extent.to;
}

/** A window moved, and where it is too wide narrowed, until it lies in the extent. An empty extent has no window yet. */
export function fittedWindow(window: TimeWindow, extent: TimeWindow): TimeWindow {
  const whole = extent.to - extent.from;
  if (whole <= 0) return NOTHING_YET;
  const width = Math.min(whole, Math.max(FEWEST_STEPS, window.to - window.from));
  if (width === whole) return { from: extent.from, to: extent.to };
  const from = Math.min(extent.to - width, Math.max(extent.from, window.from));
  return { from, to: from + width };
}

/**
 * A window made wider (`factor` > 1) or narrower, so that the step `around` stays where it is on the screen as far as the
 * extent lets it.
 */
export function zoomedWindow(window: TimeWindow, factor: number, around: number, extent: TimeWindow): TimeWindow {
  const before = window.to - window.from;
  const width = Math.min(Math.max(FEWEST_STEPS, before * factor), Math.max(FEWEST_STEPS, extent.to - extent.from));
  const from = around - ((around - window.from) / before) * width;
  return fittedWindow({ from, to: from + width }, extent);
}

/** A window moved by some steps, as far as the extent lets it. Its width stays the same to the bit where it can. */
export function pannedWindow(window: TimeWindow, steps: number, extent: TimeWindow): TimeWindow {
  return fittedWindow({ from: window.from + steps, to: window.to + steps }, extent);
}

/**
 * Where a window goes that follows what is new: its end to the extent's end. One that showed everything before goes on
 * showing everything until it is as wide as `widest`; one that somebody made wider than that stays as it is told.
 *
 * @param before Extent when the window was last moved.
 */
export function followedWindow(window: TimeWindow, before: TimeWindow, extent: TimeWindow, widest: number): TimeWindow {
  const width = window.to - window.from;
  const whole = extent.to - extent.from;
  const showedAll = sameWindow(window, NOTHING_YET) || covers(window, before);
  if (showedAll && (whole <= widest || width > widest)) return fittedWindow(extent, extent);
  const kept = showedAll ? Math.max(width, Math.min(whole, widest)) : width;
  return fittedWindow({ from: extent.to - kept, to: extent.to }, extent);
}
