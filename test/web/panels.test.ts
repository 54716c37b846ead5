import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { divergingColour, rgbOf } from '../../src/web/charts/reward-map/colour-scale.js';
import { type ScriptPages, serveScript } from './open-browser.js';
import { resize } from './page-facts.js';

let pages: ScriptPages;
beforeAll(async () => {
  pages = await serveScript('panels.ts');
});
afterAll(async () => {
  expect(pages.complaints).toEqual([]);
  await pages.close();
});

/** Asks the page; what it draws is drawn before the answer. */
async function ask<T>(page: Page, call: string): Promise<T> {
  return (await page.evaluate(
    `(async () => { const answer = inPage.${call}; await inPage.drawn(); return answer; })()`,
  )) as T;
}

async function shown(
  names: readonly string[],
  runs: string,
  looks: Parameters<ScriptPages['open']>[0] = {},
): Promise<Page> {
  const page = await pages.open(looks);
  await ask(page, `show(${names.map((name) => JSON.stringify(name)).join()})`);
  await ask(page, `runs(${runs})`);
  return page;
}

/** Texts of a chart's picture, with their places in device pixels. */
function paintedTexts(page: Page, name: string, number = 0) {
  return ask<readonly { readonly text: string; readonly y: number }[]>(page, `texts("${name}", ${number})`);
}

async function textsIn(page: Page, name: string, number = 0): Promise<readonly string[]> {
  return (await paintedTexts(page, name, number)).map(({ text }) => text);
}

const BLUE = '#0072b2';
const RED = '#d55e00';
const GREEN = '#009e73';

describe('learning curves', () => {
  test('of two runs have a colour each; in a dark page those of the dark palette', async () => {
    const page = await shown(['learning'], '[{}, { seed: 2 }]');
    expect(await ask(page, `count("learning", "${BLUE}")`)).toBeGreaterThan(50);
    expect(await ask(page, `count("learning", "${RED}")`)).toBeGreaterThan(50);
    await page.evaluate('document.documentElement.dataset.theme = "dark"');
    await ask(page, 'drawn()');
    expect(await ask(page, `count("learning", "${BLUE}")`)).toBe(0);
    expect(await ask(page, 'count("learning", "#56b4e9")')).toBeGreaterThan(50);
    expect(await page.locator('.learning-legend .legend-name').allTextContents()).toEqual([
      ...['digits-lif, seed 1', 'digits-lif, seed 2'],
    ]);
    await page.close();
  });

  test('share cursor, zoom and keyboard', async () => {
    const page = await shown(['learning'], '[{ epochs: 6 }]');
    const before = await ask<string>(page, 'picture("learning", 2)');
    const epochs = async () => (await textsIn(page, 'learning', 2)).filter((text) => /^\d$/.test(text));
    const plots = page.locator('.learning-plots');
    const over = page.locator('.u-over').first();
    const box = (await over.boundingBox())!;
    const middle = 0.505;
    await page.mouse.move(box.x + middle * box.width, box.y + 40);
    await ask(page, 'drawn()');
    // Of 0 to 6: epoch 3.03, behind the batch of epoch 3 and before the one of epoch 3.08.
    expect(await page.locator('.legend-readout').textContent()).toMatch(/^epoch 3\.00: accuracy batch/);
    const cursors = await page.evaluate(
      `[...document.querySelectorAll('.u-cursor-x')].map((line) => (line.getBoundingClientRect().left - line.parentElement.getBoundingClientRect().left) / line.parentElement.clientWidth)`,
    );
    for (const place of cursors as number[]) expect(place).toBeCloseTo(middle, 1);

    await plots.focus();
    expect(await epochs()).toEqual(['0', '2', '4', '6']);
    await page.keyboard.press('+');
    await ask(page, 'drawn()');
    // Four epochs around 3.03: 1.01 to 5.01.
    expect(await epochs()).toEqual(['2', '3', '4', '5']);
    await page.keyboard.press('0');
    await ask(page, 'drawn()');
    expect(await ask(page, 'picture("learning", 2)')).toBe(before);
    await page.keyboard.press('Home');
    expect(await page.locator('.legend-readout').textContent()).toBe('nothing yet');
    await page.close();
  });

  test('are smoothed by the slider, and summed up for those who cannot see them', async () => {
    const page = await shown(['learning'], '[{ epochs: 6 }]');
    const batchesEnd = async () => (await paintedTexts(page, 'learning')).find(({ text }) => text === 'batches')!.y;
    const before = await batchesEnd();
    await page.getByLabel('Smoothing').focus();
    await page.keyboard.press('End');
    await ask(page, 'drawn()');
    expect(await page.locator('.chart-control output').textContent()).toBe('mean of 243 batches');
    // Accuracy rises: the mean of all batches, in which the curve now ends, is far below the last of them.
    expect(await batchesEnd()).toBeGreaterThan(before + 20);
    expect(await page.locator('.learning-plots').getAttribute('aria-label')).toContain(
      'test accuracy 94.42 % after 6 epochs',
    );
    await page.close();
  });
});

describe('histograms', () => {
  test('follow the newest epoch until the slider is moved', async () => {
    const page = await shown(['histograms'], '[{ epochs: 6 }]');
    const label = () => page.locator('.histogram-cell').first().getAttribute('aria-label');
    // Weights after epoch e lie within ±(0.4 + 0.1 e).
    expect(await label()).toMatch(/^h1\.weight: min −1, max 1, /);
    await page.getByRole('slider', { name: 'Epoch' }).focus();
    await page.keyboard.press('Home');
    await ask(page, 'drawn()');
    expect(await label()).toMatch(/^h1\.weight: min −0\.5, max 0\.5, /);
    expect(await page.getByRole('slider', { name: 'Epoch' }).getAttribute('aria-valuetext')).toBe('epoch 1');
    const logarithmic = await ask<number>(page, 'ink("histograms")');
    await page.getByLabel('Counts').selectOption('linear');
    await ask(page, 'drawn()');
    // A bell, exp(−x²): its logarithm is a parabola, which is far broader.
    expect(await ask(page, 'ink("histograms")')).toBeLessThan(0.8 * logarithmic);
    expect(await page.locator('.histogram-cell').count()).toBe(4);
    await page.close();
  });

  test('of a rule without feedback say so', async () => {
    const page = await shown(
      ['histograms'],
      '[{ without: ["feedback"], facts: { rule: "perturbation", feedback: "none" } }]',
    );
    expect(await page.locator('.histogram-chart .chart-empty').textContent()).toBe(
      'The rule perturbation sends no feedback that could be recorded.',
    );
    expect(await page.locator('.histogram-cell').count()).toBe(2);
    await page.close();
  });
});

describe('reward of the inputs', () => {
  test('is painted in sharp pixels of the diverging scale', async () => {
    const page = await shown(['reward-map'], '[{}]', { scale: 2 });
    const look = (await page.evaluate(
      'Array.from(inPage.view.runs.value[0].presentations.at(-1).look.inputReward)',
    )) as number[];
    const limit = Math.max(...look.map(Math.abs));
    const ends = [rgbOf('#d55e00'), rgbOf('#f7f7f7'), rgbOf('#0072b2')] as const;
    const canvas = (await page.locator('.reward-canvas').boundingBox())!;
    expect(await ask(page, 'canvas("reward-map").width')).toBe(Math.round(canvas.width * 2));
    // 8 × 8 pixels of 28 CSS pixels; the rewards begin 28 to the right of the input, which begins at 2.
    const [pixel, left, top] = [28, 2 + 8 * 28 + 28, 20];
    for (const [row, column] of [
      [0, 0],
      [3, 5],
      [7, 7],
    ] as const)
      for (const inside of [0.25, pixel / 2, pixel - 0.5]) {
        const expected = divergingColour(look[row * 8 + column]!, limit, ends);
        const at = `${left + column * pixel + inside}, ${top + row * pixel + inside}`;
        expect(await ask(page, `pixel("reward-map", ${at})`)).toEqual([...expected, 255]);
      }
    await page.close();
  });

  test('is told for the pixel under pointer or keys', async () => {
    const page = await shown(['reward-map'], '[{}]');
    const box = (await page.locator('.reward-canvas').boundingBox())!;
    await page.mouse.move(box.x + 2 + 5.5 * 28, box.y + 20 + 2.5 * 28);
    await ask(page, 'drawn()');
    const readout = page.locator('.reward-map .chart-readout');
    expect(await readout.textContent()).toMatch(/^row 2, column 5: input [\d.]+, reward [+−]?[\d.]+$/);
    await page.locator('.reward-canvas').focus();
    await page.keyboard.press('ArrowDown');
    await ask(page, 'drawn()');
    expect(await readout.textContent()).toMatch(/^row 3, column 5: /);
    await page.keyboard.press('Escape');
    await ask(page, 'drawn()');
    expect(await readout.textContent()).toBe('');
    await page.close();
  });

  test("follows the page's cursor in time, and says why there is none", async () => {
    const page = await shown(
      ['reward-map'],
      '[{ without: ["inputReward"], facts: { rule: "perturbation", feedback: "none" } }]',
    );
    const caption = page.locator('.reward-caption');
    expect(await caption.textContent()).toMatch(/^Sample 35: /);
    // Presentation k shows sample 7 k and begins at step 25 k.
    await ask(page, 'view.state.cursor.next(80)');
    await ask(page, 'drawn()');
    expect(await caption.textContent()).toMatch(/^Sample 21: /);
    expect(await page.locator('.reward-map .chart-empty').textContent()).toBe(
      'The rule perturbation sends nothing back to the inputs: no input has a reward.',
    );
    await page.close();
  });
});

describe('a panel', () => {
  test('says what it waits for, what is missing and what went wrong', async () => {
    const page = await pages.open();
    await ask(page, 'show("learning")');
    const state = page.locator('.panel-state').first();
    expect(await state.textContent()).toBe('Waiting for the run to begin …');
    await ask(page, 'runs([{ without: ["metrics", "ended"] }])');
    await page.waitForFunction('document.querySelector(".panel").dataset.state === "empty"');
    expect(await state.textContent()).toBe('No epoch has ended yet.');
    await ask(page, 'fail("HV_NON_FINITE", "layer h1 diverged")');
    await page.waitForFunction('document.querySelector(".panel").dataset.state === "error"');
    expect(await state.textContent()).toBe('The run failed (HV_NON_FINITE): layer h1 diverged');
    await page.close();
  });

  test('holds its figures as a table, hidden from sight until asked for', async () => {
    const page = await shown(['learning'], '[{ epochs: 6 }]');
    await page.waitForFunction('document.querySelectorAll(".figure-table tbody tr").length === 6');
    const table = page.getByRole('table', { name: 'Learning curves' });
    expect((await table.boundingBox())!.width).toBeGreaterThan(0);
    expect(((await page.locator('.figure-scroller').boundingBox()) ?? { width: 0 }).width).toBeLessThanOrEqual(1);
    await page.getByRole('button', { name: 'Options of Learning' }).press('ArrowUp');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show as table');
    await page.keyboard.press('Enter');
    expect((await page.locator('.figure-scroller').boundingBox())!.width).toBeGreaterThan(300);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Options of Learning');
    await page.close();
  });

  test('is worked by keyboard: arrows in the menu, Escape out of it', async () => {
    const page = await shown(['learning'], '[{}]');
    const button = page.getByRole('button', { name: 'Options of Learning' });
    const focused = () => page.evaluate('document.activeElement.textContent');
    await button.press('Enter');
    expect([await focused(), await button.getAttribute('aria-expanded')]).toEqual(['Save as PNG', 'true']);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Save as CSV');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Save as PNG');
    await page.keyboard.press('Escape');
    expect([await focused(), await button.getAttribute('aria-expanded')]).toEqual(['⋯', 'false']);
    await page.close();
  });

  test('saves CSV in which foreign names are neither formulas nor HTML', async () => {
    const name = '=HYPERLINK("http://x"),<img src=x onerror=alert(1)>';
    const page = await shown(['learning'], `[{ name: ${JSON.stringify(name)} }]`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.legend-name').textContent()).toBe(name);
    await page.getByRole('button', { name: 'Options of Learning' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('HYPERLINK-http-x-img-src-x-onerror-alert-1-seed-1-learning.csv');
    const { data } = Papa.parse<string[]>(await readFile(await download.path(), 'utf8'), { skipEmptyLines: true });
    expect(data[0]).toEqual(['run', 'kind', 'step', 'epoch', 'accuracy', 'reward', 'spikesPerSample', 'learningRate']);
    expect(data[1]!.slice(0, 3)).toEqual([`'${name}`, 'batches', '1']);
    expect(data).toHaveLength(1 + 72 + 12);
    await page.close();
  });

  test("saves its picture on the page's background, in device pixels", async () => {
    const page = await shown(['histograms'], '[{}]', { scale: 2, dark: true });
    await page.getByRole('button', { name: 'Options of Weights and feedback' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save as PNG' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('digits-lif-seed-1-histograms.png');
    const png = await readFile(await download.path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const grid = (await page.locator('.histogram-grid').boundingBox())!;
    // Two margins of 16 beside it; above and below 24 and 18 more.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      Math.round((grid.width + 32) * 2),
      Math.round((grid.height + 32 + 42) * 2),
    ]);
    const corner = await page.evaluate(`(async () => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${png.toString('base64')}'), (c) => c.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return [...context.getImageData(2, 2, 1, 1).data];
    })()`);
    expect(corner).toEqual([0x14, 0x18, 0x1c, 255]);
    await page.close();
  });

  test('says so when there is no picture to save', async () => {
    const page = await pages.open();
    await ask(page, 'show("histograms")');
    await page.getByRole('button', { name: 'Options of Weights and feedback' }).click();
    await page.getByRole('menuitem', { name: 'Save as PNG' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe(
      'Saving the picture did not work: Weights and feedback: there is no picture to save yet',
    );
    await page.close();
  });

  test('fills the window and comes back by Escape, the focus with it', async () => {
    const page = await shown(['learning', 'reward-map'], '[{}]');
    const width = () => ask<number>(page, 'canvas("learning").clientWidth');
    const before = await width();
    await page.getByRole('button', { name: 'Enlarge Learning' }).press('Enter');
    await page.getByRole('dialog', { name: 'Learning' }).waitFor();
    expect((await page.locator('.panel-learning').boundingBox())!.width).toBe(1440);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Enlarge Learning' }).waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Enlarge Learning');
    expect(await page.locator('main > .panel').first().getAttribute('class')).toContain('panel-learning');
    await expect.poll(width).toBe(before);
    await page.close();
  });

  test('fits a telephone without scrolling sideways, and follows the width', async () => {
    const page = await shown(['learning', 'histograms', 'reward-map'], '[{}, { seed: 2 }]', {
      ...{ width: 390, height: 844, scale: 3, touch: true },
    });
    await ask(page, 'compare()');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const small = await ask<number>(page, 'canvas("learning").width');
    await resize(page, { width: 800, height: 844 });
    await page.waitForFunction(`inPage.canvas("learning").width > ${small} + 900`);
    const sizes = await page.evaluate(
      `[...document.querySelectorAll('button')].filter((button) => button.offsetParent).map((button) => Math.min(button.offsetHeight, button.offsetWidth))`,
    );
    for (const size of sizes as number[]) expect(size).toBeGreaterThanOrEqual(44);
    await page.close();
  });

  test('gives everything back when it is destroyed', async () => {
    const page = await shown(['learning', 'histograms', 'reward-map'], '[{}]');
    await ask(page, 'compare()');
    expect(await ask(page, 'destroy()')).toEqual({ left: 0, heard: false });
    await page.close();
  });
});

describe('charts of a comparison', () => {
  test('tell every figure and verdict in words, too', async () => {
    const page = await pages.open();
    await ask(page, 'compare()');
    expect(await page.locator('.panel-title').allTextContents()).toEqual([
      ...['Test accuracy', 'Differences to base', 'Learning curves of all rules', 'Time to the target'],
      ...['Accuracy without the smallest weights (%)', 'Difference from back-propagation, step by step'],
    ]);
    expect(await page.locator('.panel-differences [role=img]').getAttribute('aria-label')).toBe(
      'Test accuracy compared with base: near the top better: interval above 0; better better: interval above 0; ' +
        'like it undecided: interval holds 0.',
    );
    await page.waitForFunction('document.querySelectorAll(".panel-accuracy tbody tr").length === 6');
    expect(await page.locator('.panel-accuracy tbody tr').first().locator('th, td').allTextContents()).toEqual([
      ...['near the top', '0.98', '0.893947', '1.06605', '0.034641', '3', '–'],
    ]);
    await page.close();
  });

  test('paint marks in the colours of their rules; hollow where nothing is decided', async () => {
    const page = await pages.open();
    await ask(page, 'compare()');
    await ask(page, 'drawn()');
    // Rules 1 and 2 of the file, `better` and `like it`: orange and green. An interval lies evenly around its dot.
    const dot = async (colour: string, up = 0) => {
      const [x, y] = await ask<readonly [number, number]>(page, `middle("differences", "${colour}")`);
      return ask(page, `pixel("differences", ${x}, ${y - up})`);
    };
    const [orange, green] = [RED, GREEN].map((colour) => [...rgbOf(colour), 255]);
    expect([await dot(RED), await dot(RED, 5)]).toEqual([orange, orange]);
    expect([await dot(GREEN), await dot(GREEN, 5)]).toEqual([[255, 255, 255, 255], green]);
    await page.close();
  });

  test('let one rule stand out, on a scale of accuracies or errors', async () => {
    const page = await pages.open();
    await ask(page, 'compare()');
    const painted = (colour: string) => ask<number>(page, `count("rule-curves", "${colour}")`);
    const before = await painted(BLUE);
    expect(before).toBeGreaterThan(50);
    const entry = page.getByRole('button', { name: /^better/ });
    expect(await entry.textContent()).toBe('better92.00 %');
    await entry.click();
    await ask(page, 'drawn()');
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    // The others fade.
    expect(await painted(BLUE)).toBeLessThan(before / 5);
    expect(await painted(RED)).toBeGreaterThan(50);
    expect(await textsIn(page, 'rule-curves')).toContain('Test accuracy');
    await page.getByLabel('Scale').selectOption('1');
    await ask(page, 'drawn()');
    expect(await textsIn(page, 'rule-curves')).toEqual(expect.arrayContaining(['Test error', '10 %']));
    expect(await textsIn(page, 'rule-curves')).not.toContain('Test accuracy');
    await page.close();
  });

  test('show how far each form is from back-propagation', async () => {
    const page = await pages.open();
    await ask(page, 'compare()');
    expect(await page.locator('.deviation-grid').getAttribute('aria-label')).toBe(
      'Difference of each form from back-propagation, step by step. Over all steps and seeds: ' +
        'exact at most 3×10⁻¹⁶; printed at most 1.',
    );
    await page.locator('.deviation-grid').focus();
    await page.keyboard.press('End');
    expect(await page.locator('.deviation-chart .chart-readout').textContent()).toBe(
      'Step 3: exact 10⁻¹⁶ (0 to 2×10⁻¹⁶); printed 0.88 (0.75 to 1)',
    );
    await page.close();
  });
});
