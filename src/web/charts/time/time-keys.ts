import { extentOf, KEY_PAN, KEY_ZOOM, panBy, reveal, showAll, showWindow, zoomBy } from '../../view/navigate.js';
import { shownRun, type View } from '../../view/view-state.js';

/** Rows as the keys steer them. */
interface KeyRows {
  move(rows: number): void;
  choose(step: number): void;
  zoom(factor: number): void;
}

/** What the keys do besides moving the window. */
export interface KeyTargets {
  readonly rows?: KeyRows | undefined;
  /** Says what is at the cursor: somebody who steers by keys may not see it. */
  announce(step: number): void;
}

/** Keys of a time chart that has the focus, for people. */
export const TIME_KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['← →', 'move the window'],
  ['Shift ← →', 'move the cursor by a step'],
  ['Page Up, Page Down', 'cursor to the presentation before or after'],
  ['+ −', 'zoom in, zoom out'],
  ['Home, End', 'to the beginning, to the end'],
  ['0', 'show everything'],
  ['f', 'follow what is new, or stay'],
  ['↑ ↓', 'move the row cursor (Shift: by ten rows)'],
  ['Alt ↑ ↓', 'fewer rows, more rows'],
  ['Enter', 'pin the row of the cursor, or what else a click does'],
];

/** Steers a view by the keys of an element that has the focus. @returns Ends it. */
export function listenToKeys(view: View, surface: HTMLElement, { rows, announce }: KeyTargets): () => void {
  const { state } = view;
  const width = (): number => state.window.value.to - state.window.value.from;
  const here = (): number => {
    const { from, to } = state.window.value;
    const step = state.cursor.value;
    return step !== undefined && step >= Math.floor(from) && step < to ? step : Math.floor((from + to) / 2);
  };
  const moveTo = (step: number): void => {
    const { from, to } = extentOf(view);
    const kept = Math.min(to - 1, Math.max(from, step));
    reveal(view, kept);
    state.cursor.next(kept);
  };
  const presentation = (by: 1 | -1): void => {
    const presentations = shownRun(view)?.presentations ?? [];
    const at = here();
    const found =
      by > 0 ? presentations.find(({ start }) => start > at) : presentations.findLast(({ start }) => start < at);
    if (found) moveTo(found.start);
  };
  const byRows = (event: KeyboardEvent, sign: 1 | -1): boolean => {
    if (!rows) return false;
    if (event.altKey) rows.zoom(sign > 0 ? KEY_ZOOM : 1 / KEY_ZOOM);
    else rows.move(sign * (event.shiftKey ? 10 : 1));
    state.cursor.next(here());
    return true;
  };
  const along = (event: KeyboardEvent, sign: 1 | -1): void => {
    if (event.shiftKey) moveTo(here() + sign);
    else panBy(view, sign * KEY_PAN * width());
  };
  const actions: Readonly<Record<string, (event: KeyboardEvent) => unknown>> = {
    ArrowLeft: (event) => along(event, -1),
    ArrowRight: (event) => along(event, 1),
    ArrowUp: (event) => byRows(event, -1),
    ArrowDown: (event) => byRows(event, 1),
    PageUp: () => presentation(-1),
    PageDown: () => presentation(1),
    Home: () => showWindow(view, { from: extentOf(view).from, to: extentOf(view).from + width() }),
    End: () => showWindow(view, { from: extentOf(view).to - width(), to: extentOf(view).to }),
    '+': () => zoomBy(view, 1 / KEY_ZOOM, here() + 0.5),
    '=': () => zoomBy(view, 1 / KEY_ZOOM, here() + 0.5),
    '-': () => zoomBy(view, KEY_ZOOM, here() + 0.5),
    '0': () => showAll(view),
    f: () => state.follow.next(!state.follow.value),
    Enter: () => {
      if (!rows) return false;
      rows.choose(here());
      return true;
    },
  };
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || !Object.hasOwn(actions, event.key)) return;
    if (event.altKey && !/^Arrow(Up|Down)$/.test(event.key)) return;
    // Home and the like change nothing when the window is there already; the page must not scroll for that.
    if (actions[event.key]!(event) === false && /^(Enter|Arrow(Up|Down))$/.test(event.key)) return;
    event.preventDefault();
    announce(here());
  };
  surface.addEventListener('keydown', listen);
  return () => surface.removeEventListener('keydown', listen);
}
