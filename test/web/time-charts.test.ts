import { describe, expect, onTestFinished, test } from 'vitest';

import { resize } from './page-facts.js';
import { openTimeCharts } from './time-charts-page.js';

const charts = await openTimeCharts();

/** Gives the window another width, and waits until the charts fill it. */
async function resized(width: number): Promise<void> {
  await resize(charts.page, { width, height: 1100 });
  await charts.page.waitForFunction(`timeCharts.charts.raster.canvases()[0].width === ${width - 24}`);
}

describe('spikes', () => {
  test('stand at their step and row, and nowhere else', async () => {
    const { ask } = charts;
    await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 4 })');
    await ask('timeCharts.look(20, 60)');
    expect(await ask('timeCharts.charts.raster.painted')).toMatchObject({ ticks: true });
    const { spikes, missing, wrong } = await ask<Record<string, number>>('timeCharts.spikesBesidePlace()');
    expect(spikes).toBeGreaterThan(50);
    expect([missing, wrong]).toEqual([0, 0]);
  });

  test.each([
    ['wider than its steps', 1200, 300],
    ['narrower than its steps', 560, 1000],
  ])('that are too many are counted into pixels of a plot %s', async (_what, width, steps) => {
    const { ask } = charts;
    await resized(width);
    onTestFinished(() => resized(1200));
    await ask(`timeCharts.fixture({ sizes: [64, 1200, 10], presentations: 40, pinned: [], interventions: false })`);
    await ask(`timeCharts.look(0, ${steps})`);
    expect(await ask('timeCharts.charts.raster.painted')).toMatchObject({ ticks: false });
    const { looked, inked, wrong } = await ask<Record<string, number>>('timeCharts.countedPixels()');
    expect(looked).toBeGreaterThan(50_000);
    expect(inked).toBeGreaterThan(10_000);
    expect(wrong).toBe(0);
    // Moved to and fro, columns that were kept and those painted anew make the same picture as one painted at once.
    for (const from of [40, 47, 200, 190, 3, 20]) await ask(`timeCharts.look(${from}, ${from + 240})`);
    expect(await ask('timeCharts.differsFromFresh()')).toBe(0);
  });

  test('that are new are painted alone', async () => {
    const { ask, windowNow } = charts;
    await ask(`(async () => {
      const frames = timeCharts.fixtureFrames({ sizes: [64, 1200, 10], presentations: 24, pinned: [] });
      const store = new timeCharts.RunStore();
      const last = frames.findLastIndex(({ kind }) => kind === 'look');
      frames.slice(0, last).forEach((frame) => store.apply(frame));
      await timeCharts.show(store);
      await timeCharts.look(175, 575);
      timeCharts.view.state.follow.next(true);
      await timeCharts.drawn();
      store.apply(frames[last]);
      await timeCharts.drawn();
    })()`);
    expect(await windowNow()).toEqual({ from: 200, to: 600 });
    expect(await ask('timeCharts.charts.raster.painted')).toEqual({ ticks: false, paintedColumns: 25 });
    expect(await ask('timeCharts.differsFromFresh()')).toBe(0);
  });

  test('have the colours of the theme, also when it changes', async () => {
    const { ask, drawn, page } = charts;
    await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 4 })');
    await page.emulateMedia({ colorScheme: 'dark' });
    await drawn();
    const dark = await ask<Record<string, number>>('timeCharts.spikesBesidePlace()');
    expect(await ask(`getComputedStyle(document.documentElement).getPropertyValue('--background')`)).toBe('#14181c');
    expect(dark).toMatchObject({ missing: 0, wrong: 0 });
    await page.emulateMedia({ colorScheme: 'light' });
    await drawn();
    expect(await ask('timeCharts.spikesBesidePlace()')).toMatchObject({ missing: 0, wrong: 0 });
  });

  test('stay sharp when the screen changes', async () => {
    const { ask, drawn, page } = charts;
    await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 4 })');
    const session = await page.context().newCDPSession(page);
    // As when a page is zoomed: there are more pixels, and the page is not as wide.
    const size = { height: 1100, mobile: false };
    await session.send('Emulation.setDeviceMetricsOverride', { ...size, width: 1190, deviceScaleFactor: 2 });
    await page.waitForFunction(`timeCharts.charts.raster.canvases()[0].width === 2 * 1166`);
    await drawn();
    expect(await ask('timeCharts.spikesBesidePlace()')).toMatchObject({ missing: 0, wrong: 0 });
    await session.send('Emulation.setDeviceMetricsOverride', { ...size, width: 1200, deviceScaleFactor: 1 });
    await page.waitForFunction(`timeCharts.charts.raster.canvases()[0].width === 1176`);
    await session.detach();
  });
});

describe('what happened', () => {
  test('is marked where it happened and told in words', async () => {
    const { ask, drawn, at, page } = charts;
    await ask(`timeCharts.look(120, 400)`);
    const ink = (from: number, to: number) => ask<number>(`timeCharts.inkIn('marks', ${from}, ${to})`);
    expect(await ink(133, 137)).toBeGreaterThan(3 * (await ink(126, 130)));
    await page.mouse.move(...(await at('marks', (134.5 - 120) / 280)));
    await drawn();
    const words = page.locator('.time-marks .time-words');
    expect(await words.textContent()).toMatch(/^sample 35: 5 → \d, \w+pulse of 0\.6 into 20 neurons of h1/);
    const figures = await ask<{ rows: unknown[][] }>('timeCharts.charts.marks.figures()');
    expect(figures.rows).toContainEqual([
      ...[200, 'silence', null, null, null].map((cell) => cell ?? undefined),
      'silenced 12 neurons of h1 (100 to 111) after batch 29',
    ]);
  });

  test('of membranes and rates is told under the pointer', async () => {
    const { ask, drawn, at, page } = charts;
    await ask(`timeCharts.view.state.pinned.next([{ layer: 'h1', unit: 17 }, { layer: 'in', unit: 5 }])`);
    await drawn();
    await page.mouse.move(...(await at('membranes', 0.5, 0.25)));
    const words = page.locator('.time-membranes .time-words');
    expect(await words.textContent()).toMatch(/^h1 neuron 17: [−\d.]+ \(threshold 1\)/);
    await page.mouse.move(...(await at('membranes', 0.5, 0.75)));
    expect(await words.textContent()).toMatch(/^in neuron 5: inputs have no membrane/);
    expect(await ask<number>(`timeCharts.inkIn('membranes', 100, 200)`)).toBeGreaterThan(100);
    const { columns, rows } = await ask<{ columns: string[]; rows: number[][] }>(
      'timeCharts.charts.membranes.figures()',
    );
    expect(columns).toEqual(['step', ...['h1 neuron 17', 'in neuron 5'].flatMap((name) => [name, `${name} spikes`])]);
    const recorded = await ask<number>('timeCharts.store.presentations[19].look.voltages.values[24]');
    expect(rows.at(-1)!.slice(0, 2)).toEqual([499, recorded]);
    await page.mouse.move(...(await at('rates', 0.5)));
    expect(await page.locator('.time-rates .time-words').textContent()).toMatch(
      /h1: 0\.\d+ per step \(\d+(\.\d)? Hz\)/,
    );
  });
});

describe('charts', () => {
  test('fill their width, also when it changes', async () => {
    const { ask } = charts;
    onTestFinished(() => resized(1200));
    for (const width of [1000, 390]) {
      await resized(width);
      expect(await ask('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  test('say why they are empty', async () => {
    const { ask, summary, page } = charts;
    const note = (name: string) => page.locator(`.time-${name} .time-note`).textContent();
    expect(await note('membranes')).toBe('Click a row of the raster to see a membrane.');
    expect(await summary('membranes')).toBe('Membranes: Click a row of the raster to see a membrane.');
    await ask('timeCharts.show(undefined)');
    for (const name of ['marks', 'raster', 'rates', 'membranes', 'overview'])
      expect(await note(name)).toBe('Nothing recorded yet.');
    await ask(`(async () => {
      const store = new timeCharts.RunStore();
      const facts = timeCharts.fixtureFacts();
      const layers = facts.layers.map((layer) => ({ ...layer, spikes: false, membrane: false }));
      store.apply({ kind: 'run', ...facts, layers });
      await timeCharts.show(store);
    })()`);
    for (const name of ['raster', 'rates', 'overview'])
      expect(await note(name)).toBe('No unit of this network spikes: there is nothing to show on the time axis.');
    expect(await ask('timeCharts.charts.raster.figures().rows')).toEqual([]);
    await expect(ask('timeCharts.charts.raster.csv()')).rejects.toThrow('Spikes: there are no figures to save yet');
  });

  test('leave nothing behind when they are destroyed', async () => {
    const { ask } = charts;
    await ask('timeCharts.destroy(); timeCharts.charts = undefined');
    const before = await ask<number>('timeCharts.borrowedListeners()');
    await ask('timeCharts.fixture()');
    expect(await ask<number>('timeCharts.borrowedListeners()')).toBeGreaterThan(before);
    await ask('timeCharts.destroy()');
    expect(await ask('timeCharts.borrowedListeners()')).toBe(before);
    expect(await ask('timeCharts.store.changed.observed')).toBe(false);
    expect(
      await ask(`Object.entries(timeCharts.view.state).filter(([, state]) => state.observed).map(([name]) => name)`),
    ).toEqual([]);
    expect(await ask(`document.querySelectorAll('.time-chart, .uplot').length`)).toBe(0);
    await ask('timeCharts.charts = undefined');
  });
});
