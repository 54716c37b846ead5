import type uPlot from 'uplot';

import type { Extent } from './curve.js';

export interface CurveGestures {
  /** A place under the pointer; undefined: it has left. */
  readonly onCursor?: ((at: number | undefined) => void) | undefined;
  /** A part was chosen by dragging; undefined: everything again. Nothing can be chosen where it is left out. */
  readonly onWindow?: ((window: Extent | undefined) => void) | undefined;
}

/** Who drags over fewer CSS pixels has chosen nothing. */
const LEAST = 4;

/** uPlot's own listeners know no fingers, and tell of a cursor that only the scale has moved. */
export const UNBOUND: uPlot.Cursor.Bind = {
  ...{ mousedown: () => null, mouseup: () => null, click: () => null, dblclick: () => null },
  ...{ mousemove: () => null, mouseleave: () => null, mouseenter: () => null },
};

/**
 * Reads a plot by mouse, pen and finger: the cursor goes where the pointer is, a drag chooses a part across, a double
 * click everything. A finger leaves the cursor where it was lifted; a second finger is the page's, and ends the drag.
 *
 * @returns Ends it.
 */
export function listenToPointers(plot: uPlot, { onCursor, onWindow }: CurveGestures): () => void {
  const surface = plot.over;
  const listeners = new AbortController();
  const { signal } = listeners;
  /** Where it began as a value: the scale may grow meanwhile. */
  let drag: { readonly pointer: number; readonly from: number } | undefined;

  const placeOf = ({ clientX }: PointerEvent): number => {
    const { left, width } = surface.getBoundingClientRect();
    return Math.min(width, Math.max(0, clientX - left));
  };
  const mark = (left: number, width: number): void =>
    plot.setSelect({ left, top: 0, width, height: width === 0 ? 0 : surface.clientHeight }, false);
  const end = (): void => {
    drag = undefined;
    mark(0, 0);
  };

  surface.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      if (!event.isPrimary) return end();
      const at = plot.posToVal(placeOf(event), 'x');
      if (onWindow) {
        drag = { pointer: event.pointerId, from: at };
        surface.setPointerCapture(event.pointerId);
      }
      onCursor?.(at);
    },
    { signal },
  );
  surface.addEventListener(
    'pointermove',
    (event) => {
      if (!event.isPrimary) return;
      const place = placeOf(event);
      if (drag) {
        const from = plot.valToPos(drag.from, 'x');
        mark(Math.min(from, place), Math.abs(place - from));
      }
      onCursor?.(plot.posToVal(place, 'x'));
    },
    { signal },
  );
  surface.addEventListener(
    'pointerup',
    (event) => {
      if (drag?.pointer !== event.pointerId) return;
      const [begin, place] = [drag.from, placeOf(event)];
      const isWide = Math.abs(place - plot.valToPos(begin, 'x')) >= LEAST;
      const to = plot.posToVal(place, 'x');
      end();
      if (isWide) onWindow?.({ from: Math.min(begin, to), to: Math.max(begin, to) });
    },
    { signal },
  );
  surface.addEventListener(
    'pointercancel',
    (event) => {
      if (drag?.pointer === event.pointerId) end();
    },
    { signal },
  );
  surface.addEventListener(
    'pointerleave',
    (event) => {
      if (event.pointerType !== 'touch') onCursor?.(undefined);
    },
    { signal },
  );
  surface.addEventListener('dblclick', () => onWindow?.(undefined), { signal });
  return () => listeners.abort();
}
