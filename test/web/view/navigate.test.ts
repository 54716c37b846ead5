import { BehaviorSubject } from 'rxjs';
import { describe, expect, test } from 'vitest';

import { followNewest } from '../../../src/web/view/follow-newest.js';
import { panBy, reveal, showAll, showWindow, zoomBy } from '../../../src/web/view/navigate.js';
import { RunStore, STORE_LIMITS } from '../../../src/web/view/run-store.js';
import { createViewState, type View } from '../../../src/web/view/view-state.js';
import { fixtureFrames, fixtureStore } from '../../web-page/fixture.js';

function viewOf(...runs: readonly RunStore[]): View {
  return { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>(runs) };
}

describe('moving about', () => {
  test('ends following, unless nothing moves', () => {
    const view = viewOf(fixtureStore());
    showAll(view);
    expect(view.state.window.value).toEqual({ from: 0, to: 500 });
    expect(panBy(view, 50)).toBe(false);
    expect(view.state.follow.value).toBe(true);
    expect(zoomBy(view, 0.5)).toBe(true);
    expect(view.state.window.value).toEqual({ from: 125, to: 375 });
    expect(view.state.follow.value).toBe(false);
  });

  test('brings a step into sight with as little as it takes', () => {
    const view = viewOf(fixtureStore());
    showWindow(view, { from: 100, to: 200 });
    reveal(view, 150);
    expect(view.state.window.value).toEqual({ from: 100, to: 200 });
    reveal(view, 220);
    expect(view.state.window.value).toEqual({ from: 121, to: 221 });
    reveal(view, 40);
    expect(view.state.window.value).toEqual({ from: 40, to: 140 });
  });

  test('does nothing where there is nothing', () => {
    const view = viewOf(new RunStore());
    expect([zoomBy(view, 0.5), panBy(view, 5)]).toEqual([false, false]);
    showAll(view);
    expect(view.state.window.value).toEqual({ from: 0, to: 1 });
  });
});

describe('following', () => {
  const frames = fixtureFrames();
  const looks = frames.filter(({ kind }) => kind === 'look');

  test('keeps everything in sight, then a window of its width at the newest', () => {
    const store = new RunStore();
    const view = viewOf(store);
    const end = followNewest(view);
    store.apply(frames[0]!);
    expect(view.state.window.value).toEqual({ from: 0, to: 1 });
    for (const look of looks.slice(0, 4)) store.apply(look);
    expect(view.state.window.value).toEqual({ from: 0, to: 100 });
    showWindow(view, { from: 20, to: 70 });
    store.apply(looks[4]!);
    expect(view.state.window.value).toEqual({ from: 20, to: 70 });
    view.state.follow.next(true);
    expect(view.state.window.value).toEqual({ from: 75, to: 125 });
    store.apply(looks[5]!);
    expect(view.state.window.value).toEqual({ from: 100, to: 150 });
    end();
    store.apply(looks[6]!);
    expect(view.state.window.value).toEqual({ from: 100, to: 150 });
  });

  test('goes on until the last who asked for it has ended it', () => {
    const store = new RunStore();
    const view = viewOf(store);
    const ends = [followNewest(view), followNewest(view)];
    store.apply(frames[0]!);
    store.apply(looks[0]!);
    ends[0]!();
    ends[0]!();
    store.apply(looks[1]!);
    expect(view.state.window.value).toEqual({ from: 0, to: 50 });
    ends[1]!();
    expect(store.changed.observed).toBe(false);
    expect(view.state.follow.observed).toBe(false);
  });

  test('keeps the window inside when old presentations are let go', () => {
    const limits = { ...STORE_LIMITS, presentations: 3, histograms: 2, interventions: 2, batches: 8 };
    const store = new RunStore(limits);
    const view = viewOf(store);
    const end = followNewest(view);
    store.apply(frames[0]!);
    for (const look of looks.slice(0, 3)) store.apply(look);
    showWindow(view, { from: 0, to: 30 });
    store.apply(looks[3]!);
    expect(view.state.window.value).toEqual({ from: 25, to: 55 });
    end();
  });

  test('comes back to where somebody looked when the run is told once more', () => {
    const store = new RunStore();
    const view = viewOf(store);
    const end = followNewest(view);
    for (const frame of frames) store.apply(frame);
    showWindow(view, { from: 300, to: 400 });
    const seen: string[] = [];
    for (const frame of frames) {
      store.apply(frame);
      const { from, to } = view.state.window.value;
      if (frame.kind === 'run' || frame === looks[0]) seen.push(`${frame.kind} ${from} ${to}`);
    }
    expect(seen).toEqual(['run 300 400', 'look 0 25']);
    expect(view.state.window.value).toEqual({ from: 300, to: 400 });
    expect(view.state.follow.value).toBe(false);
    end();
  });

  test('goes on at its width when the run is told once more', () => {
    const store = new RunStore();
    const view = viewOf(store);
    const end = followNewest(view);
    const told = frames.filter(({ kind }) => kind !== 'ended');
    for (const frame of told) store.apply(frame);
    showWindow(view, { from: 450, to: 500 });
    view.state.follow.next(true);
    for (const frame of told) store.apply(frame);
    expect(view.state.window.value).toEqual({ from: 450, to: 500 });
    showAll(view);
    for (const frame of told.slice(0, -1)) store.apply(frame);
    expect(view.state.window.value).toEqual(store.extent);
    end();
  });

  test('shows the run that is chosen', () => {
    const view = viewOf(fixtureStore(), fixtureStore({ presentations: 4 }));
    const end = followNewest(view);
    expect(view.state.window.value).toEqual({ from: 0, to: 500 });
    view.state.run.next(1);
    expect(view.state.window.value).toEqual({ from: 0, to: 100 });
    end();
  });
});
