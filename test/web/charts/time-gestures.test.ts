import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { openTimeCharts } from '../time-charts-page.js';

const charts = await openTimeCharts();

describe('a click', () => {
  test('means the step and the row that it was on, however the window moves until it counts', async () => {
    const { ask, at, page } = charts;
    await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 20, pinned: [] })');
    await ask(`globalThis.actions = []; timeCharts.view.state.rowActions.subscribe((action) => actions.push(action))`);
    await ask(`timeCharts.view.state.click.next('pulse')`);
    await ask('timeCharts.look(100, 200)');
    // In the same turn as the click, which waits for what may be a second one.
    await ask(`document.addEventListener('pointerup', () => {
      timeCharts.view.state.order.next('rate');
      timeCharts.view.state.window.next({ from: 300, to: 400 });
    }, { once: true })`);
    // 33 rows and two places between layers: the 12th row, neuron 2 of h1, stands at place 12.
    await page.mouse.click(...(await at('raster', 0.505, 12.5 / 35)));
    expect(await ask('timeCharts.view.state.window.value')).toEqual({ from: 300, to: 400 });
    await page.waitForFunction('actions.length > 0');
    expect(await ask('actions')).toEqual([{ kind: 'pulse', neuron: { layer: 'h1', unit: 2 }, step: 150 }]);
  });
});

describe('a wheel', () => {
  /** Turns a wheel over the middle of the raster. */
  const turn = (deltas: object) =>
    charts.ask(`(() => {
      const surface = document.querySelector('.time-raster .u-over');
      const { left, top, width, height } = surface.getBoundingClientRect();
      const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
      surface.dispatchEvent(new WheelEvent('wheel', { ...place, ...${JSON.stringify(deltas)} }));
    })()`);

  test.each([
    ['pixels', { deltaX: 60, deltaY: 1, deltaMode: 0 }, 60],
    ['pixels to the left', { deltaX: -60, deltaY: 59, deltaMode: 0 }, -60],
    ['lines', { deltaX: 2, deltaY: 1, deltaMode: 1 }, 66],
  ])('that turns sideways by %s pans by as much', async (_what, deltas, pixels) => {
    const { ask, windowNow, plotBox } = charts;
    await ask('timeCharts.look(200, 300)');
    const { width } = await plotBox('raster');
    await turn(deltas);
    const { from, to } = await windowNow();
    expect(from).toBeCloseTo(200 + (pixels / width) * 100, 6);
    expect(to - from).toBeCloseTo(100, 6);
  });

  test('that turns upright in lines zooms by as much', async () => {
    const { ask, windowNow } = charts;
    await ask('timeCharts.look(200, 300)');
    await turn({ deltaX: 0.5, deltaY: -2, deltaMode: 1 });
    const { from, to } = await windowNow();
    expect(to - from).toBeCloseTo(100 * 2 ** (-66 / 240), 6);
  });
});

describe('keys', () => {
  test('that choose a row are answered: what is there is said again', async () => {
    const { ask, surface, pinned, page } = charts;
    const status = page.locator('.time-raster [role=status]');
    await surface('raster').focus();
    await page.keyboard.press('ArrowDown');
    await ask(`document.querySelector('.time-raster [role=status]').textContent = ''`);
    await page.keyboard.press('Enter');
    expect(await pinned()).toEqual([{ layer: 'in', unit: 0 }]);
    expect(await status.textContent()).toMatch(/^in neuron 0, /);
    await surface('rates').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.time-rates [role=status]').textContent()).toBe('');
  });
});

describe('two fingers', () => {
  type Touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: readonly number[]) => Promise<unknown>;

  /** Puts fingers on a plot, at shares of its width. */
  async function fingersOn(page: Page, session: CDPSession, name: string): Promise<Touch> {
    const plot = page.locator(`.time-${name} .u-over`);
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    const y = box.y + box.height / 2;
    return (type, ...shares) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: shares.map((share, id) => ({ x: box.x + share * box.width, y, id })),
      });
  }

  test('zoom the overview, and choose nothing when they are lifted one after the other', async () => {
    const page = await charts.pages.open({ width: 390, height: 844, touch: true });
    await page.waitForFunction('globalThis.timeCharts?.charts');
    await page.evaluate('timeCharts.look(400, 460)');
    await page.evaluate(`globalThis.ups = 0; addEventListener('pointerup', () => ups++)`);
    const touch = await fingersOn(page, await page.context().newCDPSession(page), 'overview');
    await touch('touchStart', 0.2);
    await touch('touchStart', 0.2, 0.4);
    // Fingers that were 20 % of the plot apart are 30 % apart; no window that they choose is as wide as that.
    const zoomed = '(({ from, to }) => Math.abs(to - from - 60 * (20 / 30)) < 2)(timeCharts.view.state.window.value)';
    for (const share of [0.42, 0.45, 0.5]) await touch('touchMove', 0.2, share);
    await page.waitForFunction(zoomed);
    // Both are lifted; the page hears of one after the other.
    await touch('touchEnd');
    await page.waitForFunction('ups === 2');
    expect(await page.evaluate(zoomed)).toBe(true);
    await page.close();
  });
});

describe('what cannot be saved', () => {
  test('is the picture and the figures of a chart that shows nothing', async () => {
    const { ask, drawn } = charts;
    await ask('timeCharts.view.state.pinned.next([{ layer: "h1", unit: 17 }])');
    await drawn();
    const names = ['marks', 'raster', 'rates', 'membranes', 'overview'];
    const canvases = () => ask(`Object.values(timeCharts.charts).map((chart) => chart.canvases().length)`);
    const csv = (name: string) => ask<string>(`timeCharts.charts.${name}.csv()`);
    expect(await canvases()).toEqual(names.map(() => 1));
    for (const name of names) expect(await csv(name)).toMatch(/^[^\n]+\n[^\n]+\n/);
    // The run begins once more: what is drawn is of the one before.
    await ask(`timeCharts.store.apply({ kind: 'run', ...timeCharts.fixtureFacts() })`);
    expect(await canvases()).toEqual(names.map(() => 0));
    for (const name of names) await expect(csv(name)).rejects.toThrow(/: there are no figures to save yet/);
  });
});

test('the table of a chart in a page has its newest row', async () => {
  const { ask } = charts;
  await ask('timeCharts.fixture({ presentations: 310, steps: 2, sizes: [4, 3, 2], pinned: [] })');
  const rows = await ask<readonly string[]>(`timeCharts.tableRows('raster')`);
  expect(rows).toHaveLength(200);
  expect(rows.at(-1)).toBe('618');
});
