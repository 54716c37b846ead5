import { BehaviorSubject } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { sortTimes } from '../../../src/web/charts/time/sort-times.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { createViewState, type View } from '../../../src/web/view/view-state.js';
import { fixtureFrames } from '../../web-page/fixture.js';

const frames = fixtureFrames({ presentations: 60, steps: 2, sizes: [4, 3, 2], pinned: [] });
const looks = frames.filter(({ kind }) => kind === 'look');
const batches = frames.filter(({ kind }) => kind === 'batches');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A view of a run, and how often its rows are to be sorted. */
function watched() {
  const store = new RunStore();
  store.apply(frames[0]!);
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([store]) };
  let count = 0;
  const subscription = sortTimes(view).subscribe(() => count++);
  vi.advanceTimersByTime(5000);
  // Once for the beginning.
  expect(count).toBe(1);
  return { store, view, subscription, sorted: () => count - 1 };
}

test('rows are sorted anew after a presentation, also while a run learns without a rest', () => {
  const { store, sorted } = watched();
  store.apply(looks[0]!);
  for (const frame of batches.slice(0, 20)) {
    store.apply(frame);
    vi.advanceTimersByTime(100);
  }
  expect(sorted()).toBe(1);
});

test('rows are sorted anew while presentations come without a rest, once a second', () => {
  const { store, sorted } = watched();
  for (const look of looks.slice(0, 50)) {
    store.apply(look);
    vi.advanceTimersByTime(100);
  }
  expect(sorted()).toBeGreaterThanOrEqual(4);
  expect(sorted()).toBeLessThanOrEqual(5);
});

test('rows stay where they are until a window has rested that moves', () => {
  const { view, sorted, subscription } = watched();
  for (let step = 1; step < 8; step++) {
    view.state.window.next({ from: step, to: step + 10 });
    vi.advanceTimersByTime(100);
  }
  expect(sorted()).toBe(0);
  vi.advanceTimersByTime(200);
  expect(sorted()).toBe(1);
  vi.advanceTimersByTime(5000);
  expect(sorted()).toBe(1);
  subscription.unsubscribe();
  expect(view.state.window.observed || view.runs.observed || view.runs.value[0]!.changed.observed).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
