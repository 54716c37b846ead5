import { describe, expect, test } from 'vitest';

import type { Look } from '../../../src/run/watch/look.js';
import { isLook } from '../../../src/web/view/presentation.js';
import { neuronAt, rasterRows } from '../../../src/web/view/raster-rows.js';
import { RunStore, STORE_LIMITS } from '../../../src/web/view/run-store.js';
import { spikesOfLook } from '../../../src/web/view/spikes-of-look.js';
import { fixtureFacts, fixtureFrames, fixtureStore } from '../../web-page/fixture.js';

const LAYERS = [
  { id: 'pixels', size: 4, neuron: 'input', spikes: false, membrane: false },
  { id: 'h', size: 3, neuron: 'lif', spikes: true, membrane: true },
  { id: 'out', size: 2, neuron: 'lif', spikes: true, membrane: true },
] as const;

function lookOf(spikes: Look['spikes'], steps = 4): Look {
  return {
    ...{ sample: 0, label: 0, answer: 0, steps, spikes, pulses: [] },
    voltages: { neurons: [], values: new Float32Array(0) },
    readout: new Float32Array(2),
    input: new Float32Array(4),
  };
}

describe('rows of the raster', () => {
  const rows = rasterRows(LAYERS);

  test('are those of the layers that spike, each with the colour of its place among all layers', () => {
    expect(rows.count).toBe(5);
    expect(rows.layers.map(({ layer, first, colour }) => [layer.id, first, colour])).toEqual([
      ['h', 0, 1],
      ['out', 3, 2],
    ]);
  });

  test('belong to one neuron each', () => {
    expect([0, 2, 3, 4].map((row) => neuronAt(rows, row))).toEqual([
      { layer: 'h', unit: 0 },
      { layer: 'h', unit: 2 },
      { layer: 'out', unit: 0 },
      { layer: 'out', unit: 1 },
    ]);
    expect(() => neuronAt(rows, 5)).toThrow('row: expected 0 to 4, got 5');
  });

  test('take the spikes of a presentation ordered by step and row', () => {
    const look = lookOf([
      { layer: 'h', times: Uint32Array.of(0, 2, 2), units: Uint32Array.of(2, 0, 1) },
      { layer: 'unknown', times: Uint32Array.of(1), units: Uint32Array.of(0) },
      { layer: 'out', times: Uint32Array.of(0, 1, 2), units: Uint32Array.of(1, 0, 1) },
    ]);
    const { times, rows: at } = spikesOfLook({ start: 100, look }, rows);
    expect([...times]).toEqual([100, 100, 101, 102, 102, 102]);
    expect([...at]).toEqual([2, 4, 3, 0, 1, 4]);
  });
});

describe('what a page keeps of a run', () => {
  test('is what its frames say', () => {
    const store = fixtureStore();
    expect(store.facts?.name).toBe('digits-lif');
    expect(store.extent).toEqual({ from: 0, to: 500 });
    expect(store.presentations).toHaveLength(20);
    const spikes = store.presentations.flatMap(({ look }) => look.spikes.map(({ times }) => times.length));
    expect(store.spikes.count).toBe(spikes.reduce((a, b) => a + b, 0));
    expect(store.presentationAt(37)?.start).toBe(25);
    expect(store.presentationAt(500)).toBeUndefined();
    expect(store.interventions.map(({ intervention }) => intervention.kind)).toEqual([
      ...['silence', 'learning-rate', 'learning-rate', 'restore'],
    ]);
    expect(store.ended?.reason).toBe('complete');
  });

  test('is bounded: newer things take the place of older ones', () => {
    const store = fixtureStore(
      {},
      { ...STORE_LIMITS, presentations: 5, histograms: 2, interventions: 3, metrics: 8, batches: 8 },
    );
    expect(store.presentations.map(({ start }) => start)).toEqual([375, 400, 425, 450, 475]);
    expect(store.extent).toEqual({ from: 375, to: 500 });
    expect(store.histograms.map(({ epoch }) => epoch)).toEqual([5, 6]);
    expect(store.interventions).toHaveLength(3);
    expect(store.batches.count).toBeLessThan(8);
    const epochs = (wanted: string) => store.metrics.flatMap(({ split, epoch }) => (split === wanted ? epoch : []));
    // Of six epochs with two measurements each: the first of every four, and the newest.
    expect(epochs('train')).toEqual([1, 5, 6]);
    expect(epochs('test')).toEqual([1, 5, 6]);
  });

  test('is bounded in bytes, too, but for the newest presentation', () => {
    const sizeOf = (look: Look): number =>
      look.spikes.reduce((sum, { times }) => sum + 8 * times.length, 0) +
      4 * (look.voltages.values.length + look.readout.length + look.input.length + (look.inputReward?.length ?? 0));
    const all = fixtureStore()
      .presentations.filter(isLook)
      .map(({ look }) => sizeOf(look));
    const three = all.slice(-3).reduce((sum, size) => sum + size);
    for (const [presentationBytes, kept] of [
      [three, 3],
      [three - 1, 2],
      [1, 1],
    ] as const)
      expect(fixtureStore({}, { ...STORE_LIMITS, presentationBytes }).presentations).toHaveLength(kept);
  });

  test('has all spikes of the presentations that it has', () => {
    const store = fixtureStore({}, { ...STORE_LIMITS, spikes: 4000 });
    expect(store.spikes.forgotten).toBeGreaterThan(0);
    expect(store.presentations.length).toBeGreaterThanOrEqual(3);
    for (const { start, look } of store.presentations) {
      const kept = store.spikes.times.filter((time) => start <= time && time < start + look.steps).length;
      expect(kept).toBe(look.spikes.reduce((sum, { times }) => sum + times.length, 0));
    }
  });

  test('lets spikes go with their presentations', () => {
    const store = fixtureStore({}, { ...STORE_LIMITS, presentations: 3 });
    const { times } = store.spikes;
    const shown = times.filter((time) => time >= store.extent.from).length;
    expect(shown).toBe(
      store.presentations
        .flatMap(({ look }) => look.spikes.map((spikes) => spikes.times.length))
        .reduce((a, b) => a + b),
    );
    expect(times.length).toBeLessThanOrEqual(2 * shown);
  });

  test('keeps the newest presentation, however many spikes it has', () => {
    const store = fixtureStore({}, { ...STORE_LIMITS, spikes: 100 });
    expect(store.presentations.map(({ start }) => start)).toEqual([475]);
    expect(store.spikes.count).toBe(200);
  });

  test('begins again with a run that is told again, and ends up the same', () => {
    const store = new RunStore();
    for (const frame of [...fixtureFrames().slice(0, 40), ...fixtureFrames()]) store.apply(frame);
    const once = fixtureStore();
    expect([...store.spikes.times]).toEqual([...once.spikes.times]);
    expect(store.presentations).toEqual(once.presentations);
    expect(store.batches.column('accuracy')).toEqual(once.batches.column('accuracy'));
  });

  test('knows that its run has obeyed, also when nobody listens any more, or it is told again', () => {
    const store = new RunStore();
    const state = { kind: 'state', paused: false, speed: 0, stopping: false, dropped: 0 } as const;
    store.apply({ ...state, controls: false });
    expect(store.everSteerable).toBe(false);
    store.apply({ ...state, controls: true });
    store.apply({ kind: 'run', ...fixtureFacts() });
    store.apply({ ...state, controls: false });
    expect(store.everSteerable).toBe(true);
  });

  test('is there when a frame is told', () => {
    const store = new RunStore();
    const told: number[] = [];
    store.changed.subscribe(() => told.push(store.presentations.length));
    store.apply({ kind: 'run', ...fixtureFacts() });
    for (const frame of fixtureFrames()
      .filter(({ kind }) => kind === 'look')
      .slice(0, 2))
      store.apply(frame);
    expect(told).toEqual([0, 1, 2]);
  });
});
