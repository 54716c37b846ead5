import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScriptPages, serveScript } from './open-browser.js';

let pages: ScriptPages;
beforeAll(async () => {
  pages = await serveScript('panels.ts', { graphics: false });
});
afterAll(async () => {
  expect(pages.complaints).toEqual([]);
  await pages.close();
});

const evaluate = <T>(page: Page, call: string): Promise<T> => page.evaluate<T>(`inPage.${call}`);

async function shown(name: string, looks: Parameters<ScriptPages['open']>[0] = {}): Promise<Page> {
  const page = await pages.open(looks);
  await evaluate(page, `show(${JSON.stringify(name)})`);
  await evaluate(page, 'runs([{ epochs: 6 }])');
  return page;
}

/** Goes on learning, from epoch 6 to 12. */
const LEARN = `(() => {
  const column = (value) => Float32Array.from({ length: 72 }, (_, k) => value(73 + k));
  inPage.view.runs.value[0].apply({
    kind: 'batches',
    step: Uint32Array.from(column((step) => step)),
    epoch: column((step) => step / 12),
    accuracy: column(() => 0.9), reward: column(() => 0.2), spikesPerSample: column(() => 500), learningRate: column(() => 1e-3),
  });
})()`;

/** Where the cursor of the first plot is, as a share of its width; negative: it is hidden. */
function cursorOf(page: Page, within = ''): Promise<number> {
  return page.evaluate<number>(`(() => {
    const line = document.querySelector('${within} .u-cursor-x').getBoundingClientRect();
    const plot = document.querySelector('${within} .u-over').getBoundingClientRect();
    return (line.left - plot.left) / plot.width;
  })()`);
}

const toBe = async (share: () => Promise<number>, wanted: number): Promise<void> => {
  await expect.poll(async () => Math.abs((await share()) - wanted)).toBeLessThan(0.01);
};

describe('the cursor of learning curves', () => {
  test('stays at its epoch while the run goes on and the axis grows', async () => {
    const page = await shown('learning');
    const over = (await page.locator('.u-over').first().boundingBox())!;
    await page.mouse.move(over.x + over.width / 4, over.y + 40);
    const readout = page.locator('.legend-readout');
    // A quarter of 0 to 6.
    await expect.poll(() => readout.textContent()).toMatch(/^epoch 1\.(42|50): /);
    const before = await readout.textContent();
    await page.evaluate(LEARN);
    // Of 0 to 12 it is an eighth.
    await toBe(() => cursorOf(page), 1 / 8);
    expect(await readout.textContent()).toBe(before);
    await page.close();
  });

  test('stays at its epoch when everything is shown again', async () => {
    const page = await shown('learning');
    const readout = page.locator('.legend-readout');
    await page.locator('.learning-plots').focus();
    await page.keyboard.press('Home');
    // Five tenths of 0 to 6 to the right, then closer around it.
    for (let k = 0; k < 5; k++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('+');
    await evaluate(page, 'drawn()');
    await page.keyboard.press('Home');
    await toBe(() => cursorOf(page), 0);
    const before = await readout.textContent();
    // The window is 4 wide, from 1 to 5.
    expect(before).toMatch(/^epoch (0\.92|1\.00): /);
    await page.keyboard.press('0');
    await toBe(() => cursorOf(page), 1 / 6);
    expect(await readout.textContent()).toBe(before);
    await page.close();
  });
});

describe('a part of learning curves', () => {
  /** The first and the last epoch in sight, as the keyboard finds them. */
  const borders = async (page: Page): Promise<readonly string[]> => {
    const told: string[] = [];
    await page.locator('.learning-plots').focus();
    for (const key of ['Home', 'End']) {
      await page.keyboard.press(key);
      told.push((await page.locator('.legend-readout').textContent())!.slice(0, 10));
    }
    return told;
  };

  test('is chosen by a drag of the mouse, and everything by a double click', async () => {
    const page = await shown('learning');
    const { x, y, width } = (await page.locator('.u-over').first().boundingBox())!;
    await page.mouse.move(x + width * 0.26, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.76, y + 40, { steps: 3 });
    expect((await page.locator('.u-select').first().boundingBox())!.width).toBeCloseTo(width / 2, -1);
    await page.mouse.up();
    // 26 and 76 % of 6 epochs are 1.56 and 4.56; there are batches at 1.50 and 4.50.
    await expect.poll(() => borders(page)).toEqual(['epoch 1.50', 'epoch 4.50']);
    await page.mouse.dblclick(x + width / 2, y + 40);
    await expect.poll(() => borders(page)).toEqual(['nothing ye', 'epoch 6.00']);
    await page.close();
  });

  test('is chosen by a finger, which leaves the cursor where it was lifted', async () => {
    const page = await shown('learning', { width: 390, height: 844, touch: true });
    const { x, y, width } = (await page.locator('.u-over').first().boundingBox())!;
    const session = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: readonly number[]) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: shares.map((share, id) => ({ x: x + share * width, y: y + 60, id })),
      });
    await send('touchStart', 0.26);
    for (const share of [0.4, 0.55, 0.76]) await send('touchMove', share);
    await send('touchEnd');
    await expect.poll(() => page.locator('.legend-readout').textContent()).toMatch(/^epoch 4\.50: /);
    await expect.poll(() => borders(page)).toEqual(['epoch 1.50', 'epoch 4.50']);
    await page.close();
  });
});

test('learning curves of rules keep cursor and zoom when their scale changes', async () => {
  const page = await pages.open();
  await evaluate(page, 'compare()');
  const plot = page.locator('.rule-curves-plot');
  await plot.scrollIntoViewIfNeeded();
  const { x, y, width } = (await plot.locator('.u-over').boundingBox())!;
  await page.mouse.move(x + width / 2, y + 40);
  await page.mouse.down();
  await page.mouse.move(x + width, y + 40, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await evaluate(page, 'drawn()');
  await plot.focus();
  // The part in sight is 1.5 to 2; four fifths of it are 1.9, of 1 to 2 nine tenths.
  await page.keyboard.press('End');
  for (let k = 0; k < 2; k++) await page.keyboard.press('Shift+ArrowLeft');
  await toBe(() => cursorOf(page, '.rule-curves-plot'), 0.8);
  await evaluate(page, 'drawn()');
  await page.locator('.rule-curves-plot .uplot').evaluate((made) => made.setAttribute('data-before', ''));
  await page.getByLabel('Scale').selectOption('1');
  await expect.poll(() => page.locator('[data-before]').count()).toBe(0);
  await toBe(() => cursorOf(page, '.rule-curves-plot'), 0.8);
  await page.close();
});

describe('the epoch of histograms', () => {
  const label = (page: Page) => page.locator('.histogram-cell').first().getAttribute('aria-label');
  const slider = (page: Page) => page.getByRole('slider', { name: 'Epoch' });

  test('stays the chosen one while its run goes on', async () => {
    const page = await shown('histograms');
    await slider(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    // Weights after epoch e lie within ±(0.4 + 0.1 e).
    await expect.poll(() => label(page)).toMatch(/^h1\.weight: min −0\.6, max 0\.6, /);
    await page.evaluate(
      '(() => { const [run] = inPage.view.runs.value; run.apply({ ...run.histograms.at(-1), epoch: 7 }); })()',
    );
    await expect.poll(() => slider(page).getAttribute('max')).toBe('6');
    expect(await slider(page).inputValue()).toBe('1');
    expect(await label(page)).toMatch(/^h1\.weight: min −0\.6, max 0\.6, /);
    await page.close();
  });

  test('is the newest again in another run', async () => {
    const page = await shown('histograms');
    await slider(page).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => label(page)).toMatch(/^h1\.weight: min −0\.5, max 0\.5, /);
    await evaluate(page, 'runs([{ epochs: 3, seed: 2 }])');
    await expect.poll(() => slider(page).getAttribute('aria-valuetext')).toBe('epoch 3');
    expect(await label(page)).toMatch(/^h1\.weight: min −0\.7, max 0\.7, /);
    await page.close();
  });
});
