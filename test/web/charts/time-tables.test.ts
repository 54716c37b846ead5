import { describe, expect, test } from 'vitest';

import type { Intervention } from '../../../src/run/watch/run-watch.js';
import { leftOut } from '../../../src/web/charts/time/left-out.js';
import { marksIn } from '../../../src/web/charts/time/mark-layout.js';
import { rasterCsv } from '../../../src/web/charts/time/raster-figures.js';
import { RunStore } from '../../../src/web/view/run-store.js';
import { fixtureFacts, fixtureFrames, fixtureStore } from '../../web-page/fixture.js';

test('a table says what it leaves out', () => {
  expect(leftOut(200, 'entries', 200)).toBeUndefined();
  expect(leftOut(1201, 'entries', 200)).toBe('The newest 200 of 1,201 entries in sight.');
});

test('names of layers in the CSV of spikes are guarded as in every other one', () => {
  const sizes = [1, 1, 1] as const;
  const store = new RunStore();
  const [frame] = fixtureFrames({ sizes, presentations: 1 }).filter(({ kind }) => kind === 'look');
  if (frame?.kind !== 'look') throw new Error('the fixture shows nothing');
  const ids = [' =x()', '\u00a0+1', 'a=1'];
  const facts = fixtureFacts({ sizes });
  store.apply({ kind: 'run', ...facts, layers: facts.layers.map((layer, k) => ({ ...layer, id: ids[k]! })) });
  const spikes = ids.map((layer) => ({ layer, times: Uint32Array.of(0), units: Uint32Array.of(0) }));
  store.apply({ ...frame, look: { ...frame.look, spikes } });
  const cells = rasterCsv(store, { from: 0, to: 1 }).trimEnd().split('\n').slice(1);
  expect(cells).toEqual([`0,"' =x()",0`, `0,"'\u00a0+1",0`, '0,a=1,0']);
});

describe('the mark of neurons that were silenced together', () => {
  const silence = (start: number, ...units: readonly number[]) => done(start, { kind: 'silence', layer: 'h1', units });
  const restore = (start: number, ...units: readonly number[]) => done(start, { kind: 'restore', layer: 'h1', units });
  const done = (start: number, intervention: Intervention) =>
    ({ kind: 'intervention', start, step: start, intervention }) as const;
  /** Marks of silenced neurons in a run of 100 steps. */
  const marksAfter = (...interventions: readonly ReturnType<typeof done>[]) => {
    const store = fixtureStore({ presentations: 4, sizes: [4, 6, 2], pinned: [], interventions: false });
    for (const frame of interventions) store.apply(frame);
    return marksIn(store, store.extent).filter(({ kind }) => kind === 'silence');
  };
  const h1 = (to: number, ...units: readonly number[]) => ({ layer: 'h1', units, to });

  test('ends where the last of them is given back; rows are tinted until their own neuron is', () => {
    const [mark, ...others] = marksAfter(silence(10, 1, 2, 3), restore(20, 2, 5), restore(30, 2), restore(40, 1, 3));
    expect(others).toEqual([]);
    expect(mark).toMatchObject({ from: 10, to: 40, neurons: [h1(20, 2), h1(40, 1, 3)] });
    expect(mark!.words).toBe('silenced 3 neurons of h1 (1 to 3) after batch 10');
  });

  test('goes on where one of them is never given back', () => {
    const [mark] = marksAfter(silence(10, 1, 2), restore(20, 2));
    expect(mark).toMatchObject({ from: 10, to: 100, neurons: [h1(20, 2), h1(100, 1)] });
  });

  test('is no longer than that of the same neurons silenced again', () => {
    const marks = marksAfter(silence(10, 1), restore(20, 1), silence(30, 1));
    expect(marks.map(({ from, to }) => [from, to])).toEqual([
      [10, 20],
      [30, 100],
    ]);
  });

  test('is not ended by neurons of another layer, nor by what was refused', () => {
    const [mark] = marksAfter(silence(10, 1), done(20, { kind: 'restore', layer: 'out', units: [1] }), {
      ...restore(30, 1),
      refused: 'too late',
    } as ReturnType<typeof done>);
    expect(mark).toMatchObject({ to: 100, neurons: [h1(100, 1)] });
  });
});
