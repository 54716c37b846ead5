import type uPlot from 'uplot';

import { extentOf, panBy, showAll, showWindow, zoomBy } from '../../view/navigate.js';
import { sameWindow } from '../../view/time-window.js';
import type { View } from '../../view/view-state.js';
import { createWheelGuard } from './wheel-guard.js';

/** Rows as gestures steer them; heights in CSS pixels from the plot's upper edge. */
export interface RowGestures {
  /** What a click does, for the step and the row that are there now; undefined where there is no row. */
  click(step: number, top: number): (() => void) | undefined;
  /** The row cursor goes where the pointer is. */
  point(top: number): void;
  /** Zooms around a height, or the row cursor. @returns Whether anything has changed. */
  zoom(factor: number, top?: number): boolean;
  pan(pixels: number): void;
}

interface GestureTargets {
  readonly rows: RowGestures | undefined;
  /** What a click does, for what is there now; undefined: nothing. */
  click(step: number, top: number): (() => void) | undefined;
  /** The plot shows all there is and not the window: fingers choose a part of it, and do not move it. */
  readonly whole: boolean;
  /** Undefined: the pointer has left. */
  hover(place: { readonly step: number; readonly top: number } | undefined): void;
}

type Point = { readonly x: number; readonly y: number };

/** A pointer that moves less has clicked, in CSS pixels. */
const CLICK = 5;
/** A second click within it makes a double click, in milliseconds. */
const DOUBLE = 250;
/** Height of a line, which some wheels count in, in CSS pixels. */
const LINE = 33;

/** Steers a view by mouse, pen and fingers on a plot. @returns Ends it. */
export function listenToGestures(view: View, plot: uPlot, targets: GestureTargets): () => void {
  const { rows, hover, whole } = targets;
  const surface = plot.over;
  const listeners = new AbortController();
  const { signal } = listeners;
  const { state } = view;
  /** Pointers that are down, and where each was last. */
  const down = new Map<number, Point>();
  let begin: Point | undefined;
  let mode: 'none' | 'select' | 'pan' = 'none';
  let moved = false;
  let click: ReturnType<typeof setTimeout> | undefined;

  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = surface.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const stepAt = (x: number): number => plot.posToVal(x, 'x');
  const stepsOf = (pixels: number): number => stepAt(pixels) - stepAt(0);
  const select = (from: number, width: number): void =>
    plot.setSelect({ left: from, top: 0, width, height: width === 0 ? 0 : surface.clientHeight }, false);
  const point = ({ x, y }: Point): void => {
    const step = Math.floor(stepAt(x));
    rows?.point(y);
    state.cursor.next(step);
    hover({ step, top: y });
  };
  const choose = ({ x, y }: Point): void => {
    clearTimeout(click);
    const act = targets.click(Math.floor(stepAt(x)), y);
    if (!act) return;
    // Where a double click would show more, a click waits until it cannot become one. The window may move on meanwhile.
    if (sameWindow(state.window.value, extentOf(view))) act();
    else click = setTimeout(act, DOUBLE);
  };
  const pinch = (id: number, to: Point): void => {
    const from = down.get(id);
    const fixed = [...down].find(([key]) => key !== id)?.[1];
    if (!from || !fixed) return;
    const before = Math.abs(from.x - fixed.x);
    const after = Math.abs(to.x - fixed.x);
    if (before > 1 && after > 1) zoomBy(view, before / after, stepAt(fixed.x));
  };

  surface.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      const at = pointOf(event);
      down.set(event.pointerId, at);
      surface.setPointerCapture(event.pointerId);
      if (down.size > 1) {
        select(0, 0);
        moved = true;
        mode = whole ? 'none' : 'pan';
        return;
      }
      begin = at;
      moved = false;
      mode = !whole && (event.pointerType === 'touch' || event.shiftKey) ? 'pan' : 'select';
      point(at);
    },
    { signal },
  );
  surface.addEventListener(
    'pointermove',
    (event) => {
      const at = pointOf(event);
      const last = down.get(event.pointerId);
      if (!last || !begin) {
        if (event.pointerType !== 'touch') point(at);
        return;
      }
      moved ||= Math.hypot(at.x - begin.x, at.y - begin.y) >= CLICK;
      if (down.size > 1) pinch(event.pointerId, at);
      else if (moved && mode === 'pan') {
        panBy(view, -stepsOf(at.x - last.x));
        if (event.pointerType !== 'touch') rows?.pan(last.y - at.y);
      } else if (moved && mode === 'select')
        select(
          Math.max(0, Math.min(begin.x, at.x)),
          Math.abs(Math.min(surface.clientWidth, Math.max(0, at.x)) - begin.x),
        );
      down.set(event.pointerId, at);
      point(at);
    },
    { signal },
  );
  const up = (event: PointerEvent): void => {
    const alone = down.size === 1;
    if (!down.delete(event.pointerId)) return;
    const at = pointOf(event);
    if (alone && begin && event.type === 'pointerup') {
      if (!moved) choose(at);
      else if (mode === 'select') {
        const [from, to] = [Math.min(begin.x, at.x), Math.max(begin.x, at.x)];
        showWindow(view, { from: stepAt(Math.max(0, from)), to: stepAt(Math.min(surface.clientWidth, to)) });
      }
    }
    if (down.size === 0) {
      begin = undefined;
      mode = 'none';
      select(0, 0);
    }
  };
  surface.addEventListener('pointerup', up, { signal });
  surface.addEventListener('pointercancel', up, { signal });
  surface.addEventListener(
    'pointerleave',
    (event) => {
      if (event.pointerType === 'touch') return;
      hover(undefined);
      state.cursor.next(undefined);
    },
    { signal },
  );
  surface.addEventListener(
    'dblclick',
    () => {
      clearTimeout(click);
      showAll(view);
    },
    { signal },
  );
  const guard = createWheelGuard(surface, (event) => {
    const at = pointOf(event);
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const delta = (isSideways ? event.deltaX : event.deltaY) * (event.deltaMode === 0 ? 1 : LINE);
    const factor = 2 ** (Math.max(-200, Math.min(200, delta)) / 240);
    if (event.shiftKey && rows) return rows.zoom(factor, at.y);
    if (isSideways || event.shiftKey) return panBy(view, stepsOf(delta));
    return zoomBy(view, factor, stepAt(at.x));
  });
  return () => {
    clearTimeout(click);
    guard();
    listeners.abort();
  };
}
