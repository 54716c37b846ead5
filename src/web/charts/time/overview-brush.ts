import type uPlot from 'uplot';

import { element } from '../../page/element.js';
import { extentOf, showWindow } from '../../view/navigate.js';
import type { TimeWindow, View } from '../../view/view-state.js';
import { type BrushPart, movedWindow } from './brush-window.js';

const NAMES: Readonly<Record<BrushPart, string>> = {
  from: 'Beginning of the window',
  to: 'End of the window',
  whole: 'Window',
};

/** A window over a plot of the whole extent that can be moved and resized by mouse, finger and keys. */
export function createBrush(view: View, plot: uPlot): { place(): void; destroy(): void } {
  const { state } = view;
  const parts = Object.fromEntries(
    (['whole', 'from', 'to'] as const).map((part) => [
      part,
      element('div', { class: `time-brush-${part}`, role: 'slider', tabindex: 0, 'aria-label': NAMES[part] }),
    ]),
  ) as Record<BrushPart, HTMLDivElement>;
  const brush = element('div', { class: 'time-brush' }, parts.whole, parts.from, parts.to);
  plot.over.append(brush);
  const listeners = new AbortController();
  const { signal } = listeners;

  const move = (part: BrushPart, window: TimeWindow, steps: number): void => {
    showWindow(view, movedWindow(window, part, steps, extentOf(view)));
  };
  for (const part of ['whole', 'from', 'to'] as const) {
    let hold: { readonly x: number; readonly window: TimeWindow } | undefined;
    const handle = parts[part];
    handle.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        handle.setPointerCapture(event.pointerId);
        hold = { x: event.clientX, window: state.window.value };
      },
      { signal },
    );
    handle.addEventListener(
      'pointermove',
      (event) => {
        if (!hold) return;
        event.stopPropagation();
        const perPixel = (plot.scales['x']!.max! - plot.scales['x']!.min!) / plot.over.clientWidth;
        move(part, hold.window, (event.clientX - hold.x) * perPixel);
      },
      { signal },
    );
    const release = (event: PointerEvent): void => {
      if (hold) event.stopPropagation();
      hold = undefined;
    };
    handle.addEventListener('pointerup', release, { signal });
    handle.addEventListener('pointercancel', release, { signal });
    handle.addEventListener(
      'keydown',
      (event) => {
        const { from, to } = extentOf(view);
        const step = Math.max(1, Math.round((event.shiftKey ? 0.1 : 0.01) * (to - from)));
        const ways: Readonly<Record<string, number>> = {
          ArrowLeft: -step,
          ArrowDown: -step,
          ArrowRight: step,
          ArrowUp: step,
          PageDown: -10 * step,
          PageUp: 10 * step,
          Home: from - to,
          End: to - from,
        };
        const way = ways[event.key];
        if (way === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        move(part, state.window.value, way);
      },
      { signal },
    );
  }
  return {
    place() {
      const { from, to } = state.window.value;
      const { min, max } = plot.scales['x']!;
      const left = Math.max(0, plot.valToPos(from, 'x'));
      const right = Math.min(plot.over.clientWidth, plot.valToPos(to, 'x'));
      brush.style.transform = `translateX(${left}px)`;
      brush.style.width = `${Math.max(2, right - left)}px`;
      const [begin, end] = [Math.floor(from), Math.ceil(to)];
      for (const part of ['whole', 'from', 'to'] as const) {
        const handle = parts[part];
        handle.setAttribute('aria-valuemin', String(min));
        handle.setAttribute('aria-valuemax', String(max));
        handle.setAttribute('aria-valuenow', String(part === 'to' ? end : begin));
        handle.setAttribute(
          'aria-valuetext',
          part === 'whole' ? `steps ${begin} to ${end}` : `step ${part === 'to' ? end : begin}`,
        );
      }
    },
    destroy() {
      listeners.abort();
      brush.remove();
    },
  };
}
