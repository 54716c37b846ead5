import { timeText } from '../../streams/text/number-text.js';
import { isLook, type Presentation } from '../view/presentation.js';
import type { TimeWindow } from '../view/view-state.js';

/** The presentation in the middle of a window, or the nearest before it; -1 when there is none. */
export function presentationIn({ from, to }: TimeWindow, presentations: readonly Presentation[]): number {
  const middle = (from + to) / 2;
  return presentations.findLastIndex(({ start }) => start <= middle);
}

/** Exactly one presentation. */
export function windowOf({ start, look }: Presentation): TimeWindow {
  return { from: start, to: start + look.steps };
}

/** Whether a window shows hardly more than one presentation. */
export function isSingle({ from, to }: TimeWindow, { look }: Presentation): boolean {
  return to - from <= look.steps * 1.5;
}

/** What was shown and what came out: `sample 12, label 3, answer 5 ✗`, `probe, 0 ms to 250 ms`. */
export function presentationText(presentation: Presentation, dt: number): string {
  if (!isLook(presentation)) {
    const { phase, from, sample, label, look } = presentation;
    if (sample !== undefined) return `${phase}, sample ${sample}, label ${label}`;
    return `${phase}, ${timeText(from, dt)} to ${timeText(from + look.steps, dt)}`;
  }
  const { sample, label, answer } = presentation.look;
  return `sample ${sample}, label ${label}, answer ${answer} ${label === answer ? '✓' : '✗'}`;
}
