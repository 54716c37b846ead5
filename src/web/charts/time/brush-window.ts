import { FEWEST_STEPS } from '../../view/time-window.js';
import type { TimeWindow } from '../../view/view-state.js';

/** Which part of a window is taken hold of. */
export type BrushPart = 'from' | 'to' | 'whole';

/** The window that shows after a part of it was moved by some steps; a border does not pass the other one. */
export function movedWindow({ from, to }: TimeWindow, part: BrushPart, steps: number, extent: TimeWindow): TimeWindow {
  if (part === 'from') return { from: Math.max(extent.from, Math.min(from + steps, to - FEWEST_STEPS)), to };
  if (part === 'to') return { from, to: Math.min(extent.to, Math.max(to + steps, from + FEWEST_STEPS)) };
  const by = Math.min(extent.to - to, Math.max(extent.from - from, steps));
  return { from: from + by, to: to + by };
}
