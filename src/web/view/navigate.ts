import { fittedWindow, NOTHING_YET, pannedWindow, sameWindow, zoomedWindow } from './time-window.js';
import { shownRun, type TimeWindow, type View } from './view-state.js';

/** What a key zooms by, and the share of the window that it moves. */
export const KEY_ZOOM = 1.5;
export const KEY_PAN = 0.2;

const NOWHERE: TimeWindow = { from: 0, to: 0 };

/** What can be looked at of the run in sight. */
export function extentOf(view: View): TimeWindow {
  return shownRun(view)?.extent ?? NOWHERE;
}

/** @returns Whether the window is another one now. */
function go({ state }: View, window: TimeWindow): boolean {
  if (sameWindow(window, state.window.value)) return false;
  state.window.next(window);
  return true;
}

/** Looks at a part of the time axis, and stops following. @returns Whether the window has changed. */
export function showWindow(view: View, window: TimeWindow): boolean {
  const extent = extentOf(view);
  if (extent.to <= extent.from) return false;
  const changes = go(view, fittedWindow(window, extent));
  if (changes && view.state.follow.value) view.state.follow.next(false);
  return changes;
}

/** Zooms by a factor (above 1 shows more) around a step, or the window's middle. @returns Whether the window has changed. */
export function zoomBy(view: View, factor: number, around?: number): boolean {
  const { from, to } = view.state.window.value;
  return showWindow(view, zoomedWindow({ from, to }, factor, around ?? (from + to) / 2, extentOf(view)));
}

/** Moves the window by some steps. @returns Whether the window has changed. */
export function panBy(view: View, steps: number): boolean {
  return showWindow(view, pannedWindow(view.state.window.value, steps, extentOf(view)));
}

/** Brings everything that is kept into sight; whether the window follows what is new stays as it is. */
export function showAll(view: View): void {
  const extent = extentOf(view);
  go(view, fittedWindow(extent, extent));
}

/** Looks as at the beginning: everything in sight, along with what is new. */
export function beginAgain({ state }: View): void {
  state.window.next(NOTHING_YET);
  if (!state.follow.value) state.follow.next(true);
}

/** Moves the window, at its width, so that a step is in it. */
export function reveal(view: View, step: number): void {
  const { from, to } = view.state.window.value;
  if (step < from) panBy(view, step - from);
  else if (step + 1 > to) panBy(view, step + 1 - to);
}
