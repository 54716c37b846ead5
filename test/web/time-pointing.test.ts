import { describe, expect, test } from 'vitest';

import { openTimeCharts } from './time-charts-page.js';

const charts = await openTimeCharts();

describe('rows', () => {
  test('are pinned and let go by clicks', async () => {
    const { ask, drawn, pinned, summary, at, page } = charts;
    await ask('timeCharts.fixture({ sizes: [9, 20, 4], presentations: 4 })');
    // 33 rows and two places between layers: the 12th row, neuron 2 of h1, stands at place 12.
    await page.mouse.click(...(await at('raster', 0.5, 12.5 / 35)));
    expect(await pinned()).toEqual([{ layer: 'h1', unit: 2 }]);
    await drawn();
    expect(await summary('membranes')).toMatch(/^Membranes: h1 neuron 2 voltage not recorded in sight/);
    await page.mouse.click(...(await at('raster', 0.7, 12.5 / 35)));
    expect(await pinned()).toEqual([]);
    // The room between layers has no row.
    await page.mouse.click(...(await at('raster', 0.7, 9.5 / 35)));
    expect(await pinned()).toEqual([]);
  });

  test('are pinned by keys', async () => {
    const { pinned, surface, page } = charts;
    await surface('raster').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    expect(await page.locator('.time-raster [role=status]').textContent()).toMatch(/^in neuron 10, /);
    await page.keyboard.press('Enter');
    expect(await pinned()).toEqual([{ layer: 'in', unit: 10 }]);
    await page.keyboard.press('Enter');
    expect(await pinned()).toEqual([]);
  });

  test('tell what should be done to their neuron', async () => {
    const { ask, pinned, windowNow, at, page } = charts;
    await ask(`globalThis.actions = []; timeCharts.view.state.rowActions.subscribe((action) => actions.push(action))`);
    await ask(`timeCharts.view.state.click.next('silence')`);
    await ask('timeCharts.look(100, 200)');
    await page.mouse.click(...(await at('raster', 0.505, 0.01)));
    await page.waitForFunction('actions.length > 0');
    await ask(`timeCharts.view.state.click.next('pulse')`);
    // Two clicks are a double click: it shows everything and does nothing to the neuron. Nothing comes between the two.
    const [x, y] = await at('raster', 0.5, 0.01);
    await ask(`(async () => {
      const surface = document.querySelector('.time-raster .u-over');
      const place = { clientX: ${x}, clientY: ${y}, pointerId: 1, pointerType: 'mouse', bubbles: true };
      for (const type of ['pointerdown', 'pointerup', 'pointerdown', 'pointerup'])
        surface.dispatchEvent(new PointerEvent(type, place));
      surface.dispatchEvent(new MouseEvent('dblclick', place));
      // A click that still waited would act before this timer, which was set later and for longer.
      await new Promise((done) => setTimeout(done, 300));
    })()`);
    expect(await windowNow()).toEqual({ from: 0, to: 500 });
    expect(await ask('actions')).toEqual([{ kind: 'silence', neuron: { layer: 'in', unit: 2 }, step: 150 }]);
    expect(await pinned()).toEqual([]);
  });

  test('can be looked at more closely: by Shift and wheel, by a drag on their axis, by keys', async () => {
    const { drawn, surface, told, plotBox, at, page } = charts;
    await page.mouse.move(...(await at('raster', 0.5, 0.5)));
    await page.keyboard.down('Shift');
    for (let k = 0; k < 12; k++) {
      await page.mouse.wheel(0, -200);
      await drawn();
    }
    await page.keyboard.up('Shift');
    const unit = async (down: number): Promise<number> => {
      await page.mouse.move(...(await at('raster', 0.5, down)));
      await drawn();
      const words = await told('raster', 0);
      return Number(/^h1 neuron (\d+)/.exec(words!)![1]);
    };
    expect((await unit(0.98)) - (await unit(0.02))).toBeLessThan(8);
    const { x, y, height } = await plotBox('raster');
    await page.mouse.dblclick(x - 20, y + height / 2);
    await page.mouse.move(x - 20, y + height * 0.5);
    await page.mouse.down();
    await page.mouse.move(x - 20, y + height * 0.6, { steps: 3 });
    await page.mouse.up();
    await drawn();
    // A tenth of 282 places, from their middle on.
    expect((await unit(0.98)) - (await unit(0.02))).toBeGreaterThanOrEqual(26);
    expect((await unit(0.98)) - (await unit(0.02))).toBeLessThanOrEqual(29);
    await surface('raster').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await drawn();
    expect((await unit(0.98)) - (await unit(0.02))).toBeLessThan(21);
  });

  test('stand in the order that is chosen, by what is in sight', async () => {
    const { ask, drawn, told, at, page } = charts;
    await ask(`timeCharts.view.state.order.next('rate')`);
    await drawn();
    const rate = async (down: number): Promise<number> => {
      await page.mouse.move(...(await at('raster', 0.5, down)));
      await drawn();
      const words = await told('raster', 1);
      return Number(/^([\d.]+) per step/.exec(words!)![1]);
    };
    const rates = [await rate(0.25), await rate(0.5), await rate(0.9)];
    expect(rates[0]).toBeGreaterThan(rates[1]!);
    expect(rates[1]).toBeGreaterThan(rates[2]!);
  });
});

describe('fingers', () => {
  test('pan with one, zoom with two, and tap rows', async () => {
    const { pages } = charts;
    const touch = await pages.open({ width: 390, height: 844, touch: true });
    await touch.waitForFunction('globalThis.timeCharts?.charts');
    await touch.evaluate('timeCharts.look(100, 300)');
    const box = (await touch.locator('.time-raster .u-over').boundingBox())!;
    const session = await touch.context().newCDPSession(touch);
    const y = box.y + box.height / 2;
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: readonly number[]) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: shares.map((share, id) => ({ x: box.x + share * box.width, y, id })),
      });
    await send('touchStart', 0.5);
    for (const share of [0.45, 0.4, 0.35, 0.3]) await send('touchMove', share);
    await send('touchEnd');
    // What a finger moves until it counts as a drag is lost.
    await touch.waitForFunction('timeCharts.view.state.window.value.from > 120');
    const panned = await touch.evaluate<{ from: number; to: number }>('timeCharts.view.state.window.value');
    expect(panned.to - panned.from).toBeCloseTo(200, 6);
    expect(panned.from).toBeLessThanOrEqual(140);
    await send('touchStart', 0.4, 0.6);
    for (const share of [0.35, 0.3, 0.25, 0.2]) await send('touchMove', share, 1 - share);
    await send('touchEnd');
    // Fingers that were 20 % of the plot apart are 60 % apart.
    await touch.waitForFunction(
      '(({ from, to }) => Math.abs((to - from) / 200 - 1 / 3) < 0.05)(timeCharts.view.state.window.value)',
    );
    await touch.touchscreen.tap(box.x + box.width / 2, y);
    await touch.waitForFunction('timeCharts.view.state.pinned.value.length === 1');
    await touch.close();
  });
});
