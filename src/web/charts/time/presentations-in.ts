import type { Presentation } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import type { TimeWindow } from '../../view/view-state.js';

/** Presentations of which at least a step is in a window, oldest first. */
export function presentationsIn(run: RunStore, { from, to }: TimeWindow): readonly Presentation[] {
  const { presentations } = run;
  const first = presentations.findIndex(({ start, look }) => start + look.steps > from);
  if (first < 0) return [];
  const last = presentations.findLastIndex(({ start }) => start < to);
  return presentations.slice(first, last + 1);
}

/** Parts of a window in which nothing was shown, or of which nothing is kept. */
export function gapsIn(run: RunStore, window: TimeWindow): readonly TimeWindow[] {
  const gaps: TimeWindow[] = [];
  let known = window.from;
  for (const { start, look } of presentationsIn(run, window)) {
    if (start > known) gaps.push({ from: known, to: start });
    known = start + look.steps;
  }
  if (known < window.to) gaps.push({ from: known, to: window.to });
  return gaps;
}
