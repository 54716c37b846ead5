import { describe, expect, test } from 'vitest';

import { openTimeCharts } from './time-charts-page.js';

const charts = await openTimeCharts();

const cursors = () =>
  charts.ask<readonly string[]>(`[...document.querySelectorAll('.u-cursor-x')].map((line) => line.style.transform)`);

describe('window and cursor', () => {
  test('are shared by all charts', async () => {
    const { ask, drawn, windowNow, summary, at, page } = charts;
    const lefts = await Promise.all(['marks', 'raster', 'rates', 'membranes', 'overview'].map(charts.plotBox));
    expect(new Set(lefts.map(({ x, width }) => `${x} ${width}`)).size).toBe(1);
    await page.mouse.move(...(await at('raster', 0.2)));
    await page.mouse.down();
    await page.mouse.move(...(await at('raster', 0.6)), { steps: 3 });
    await page.mouse.up();
    await drawn();
    const { from, to } = await windowNow();
    expect(from).toBeCloseTo(100, -1);
    expect(to).toBeCloseTo(300, -1);
    expect(await ask('timeCharts.view.state.follow.value')).toBe(false);
    const words = `steps ${Math.floor(from)} to ${Math.ceil(to)}`;
    for (const name of ['marks', 'raster', 'rates', 'overview']) expect(await summary(name)).toContain(words);
    await page.mouse.move(...(await at('rates', 0.25)));
    const step = await ask<number>('timeCharts.view.state.cursor.value');
    expect(step).toBe(Math.floor(from + 0.25 * (to - from)));
    const [marks, raster, rates, , overview] = await cursors();
    expect([marks, raster]).toEqual([rates, rates]);
    expect(overview).not.toEqual(rates);
    await page.mouse.move(2, 2);
    expect(await ask('timeCharts.view.state.cursor.value')).toBeUndefined();
  });

  test('show everything after a double click', async () => {
    const { ask, windowNow, at, page } = charts;
    await ask('timeCharts.look(100, 200)');
    await page.mouse.dblclick(...(await at('rates', 0.5)));
    expect(await windowNow()).toEqual({ from: 0, to: 500 });
  });

  test('zoom around the pointer by the wheel, pan by Shift and drag', async () => {
    const { windowNow, at, page } = charts;
    await page.mouse.move(...(await at('raster', 0.4)));
    await page.mouse.wheel(0, -120);
    await page.mouse.wheel(0, -120);
    await page.waitForFunction('timeCharts.view.state.window.value.to < 400');
    const { from, to } = await windowNow();
    // A wheel turned by 240 in all halves the window; step 200 stays at 40 %.
    expect(to - from).toBeCloseTo(250, 6);
    expect(from + 0.4 * (to - from)).toBeCloseTo(200, 0);
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(...(await at('raster', 0.6)), { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect((await windowNow()).from).toBeCloseTo(from - 50, 0);
    expect((await windowNow()).to - (await windowNow()).from).toBeCloseTo(250, 6);
  });

  test('leave the wheel to the page where they have no use for it', async () => {
    const { ask, windowNow, at, page } = charts;
    await ask(`document.body.append(Object.assign(document.createElement('div'), { id: 'more' }))`);
    await ask(`document.querySelector('#more').style.height = '3000px'`);
    await page.mouse.move(...(await at('raster', 0.5)));
    await page.mouse.wheel(0, 300);
    await page.waitForFunction('scrollY > 200');
    expect(await windowNow()).toEqual({ from: 0, to: 500 });
    await ask('scrollTo(0, 0)');
  });

  test('follow the overview: its window can be dragged, resized and moved by keys', async () => {
    const { ask, drawn, windowNow, at, page } = charts;
    await ask('timeCharts.look(100, 200)');
    await page.mouse.move(...(await at('overview', 0.3)));
    await page.mouse.down();
    await page.mouse.move(...(await at('overview', 0.5)), { steps: 4 });
    await page.mouse.up();
    const moved = await windowNow();
    expect(moved.from).toBeCloseTo(200, 0);
    expect(moved.to - moved.from).toBeCloseTo(100, 6);
    await drawn();
    const end = page.getByRole('slider', { name: 'End of the window' });
    const box = (await end.boundingBox())!;
    expect(box.width).toBeGreaterThanOrEqual(24);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(...(await at('overview', 0.8)), { steps: 4 });
    await page.mouse.up();
    const wider = await windowNow();
    expect(wider.from).toBeCloseTo(moved.from, 6);
    // Within the pixels that the grip was off the border.
    expect(Math.abs(wider.to - 400)).toBeLessThan(2);
    await page.getByRole('slider', { name: 'Window', exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    expect((await windowNow()).from).toBeCloseTo(wider.from - 5, 6);
    await drawn();
    expect(await end.getAttribute('aria-valuenow')).toBe(String(Math.ceil(wider.to - 5)));
  });

  test('are steered by keys, and what is there is said', async () => {
    const { ask, windowNow, surface, page } = charts;
    await surface('rates').focus();
    await page.keyboard.press('+');
    const zoomed = await windowNow();
    expect(zoomed.to - zoomed.from).toBeCloseTo(500 / 1.5, 6);
    await page.keyboard.press('Home');
    expect((await windowNow()).from).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect((await windowNow()).from).toBeCloseTo(0.2 * (500 / 1.5), 6);
    await page.keyboard.press('End');
    expect((await windowNow()).to).toBe(500);
    await page.keyboard.press('0');
    expect(await windowNow()).toEqual({ from: 0, to: 500 });
    await page.keyboard.press('f');
    expect(await ask('timeCharts.view.state.follow.value')).toBe(true);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await ask('timeCharts.view.state.cursor.value')).toBe(276);
    const said = await page.locator('.time-rates [role=status]').textContent();
    expect(said).toMatch(/^step 276, 1 into sample 77: 3 → \d, \w+, in: 0\.\d+ per step/);
    expect(await page.locator('.time-raster [role=status]').textContent()).toBe('');
  });
});

describe('a run that goes on', () => {
  test('is followed until somebody looks elsewhere', async () => {
    const { ask, windowNow, surface, summary, page } = charts;
    await ask(`(async () => {
      const store = new timeCharts.RunStore();
      globalThis.looks = timeCharts.fixtureFrames().filter(({ kind }) => kind === 'look');
      store.apply({ kind: 'run', ...timeCharts.fixtureFacts() });
      await timeCharts.show(store);
    })()`);
    expect(await page.locator('.time-raster .time-note').textContent()).toContain(
      'presentations of test samples appear',
    );
    await ask(`looks.slice(0, 8).forEach((look) => timeCharts.store.apply(look)); timeCharts.drawn()`);
    expect(await windowNow()).toEqual({ from: 0, to: 200 });
    expect(await page.locator('.time-raster .time-note').isVisible()).toBe(false);
    expect(await summary('raster')).toMatch(
      /^Spikes: [\d,]+ spikes of 274 neurons in steps 0 to 200; layers from the top: in \(64\), h1 \(200\), out \(10\)$/,
    );
    await surface('raster').focus();
    await page.keyboard.press('+');
    await ask(`timeCharts.store.apply(looks[8]); timeCharts.drawn()`);
    expect((await windowNow()).to).toBeLessThan(200);
    await page.keyboard.press('f');
    expect((await windowNow()).to).toBe(225);
  });
});
