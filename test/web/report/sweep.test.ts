import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { main } from '../../../src/cli/main.js';
import { jsonText } from '../../../src/record/json-text.js';
import type { SweepDocument } from '../../../src/sweep/sweep-document.js';
import { memoryIo } from '../../cli/memory-io.js';
import { sweepFixture } from '../../web-page/sweep-fixture.js';
import { openBrowser, type TestBrowser } from '../open-browser.js';
import { namelessControls, overhang, paintedColours, resize, smallControls } from '../page-facts.js';

let browser: TestBrowser;
let out: string;
let made = 0;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'heaviside-sweep-'));
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
});

/** Makes the page of a sweep and opens it. */
async function open(document: SweepDocument): Promise<Page> {
  const folder = join(out, String(++made));
  mkdirSync(folder);
  writeFileSync(join(folder, 'sweep.json'), jsonText(document, true));
  const io = memoryIo();
  expect(await main(['report', folder, '--out', join(folder, 'sweep.html')], io)).toBe(0);
  const page = await browser.open({ offline: true });
  await page.goto(`file://${join(folder, 'sweep.html')}`);
  await page.locator('h1, .notice[data-mark="wrong"]').first().waitFor();
  expect(await page.locator('h1').allTextContents()).toEqual(['small']);
  return page;
}

/** Everything fits and has a name, on a desk and in a hand. */
async function expectFit(page: Page): Promise<void> {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await resize(page, { width, height });
    expect(await overhang(page)).toBe(0);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallControls(page, 24)).toEqual([]);
  }
  expect(browser.complaints).toEqual([]);
}

const readout = (page: Page) => page.locator('.chart-readout').textContent();

describe('the page of a sweep', () => {
  test('with two keys it has a heat map, of which keys choose a cell, and a table with the same figures', async () => {
    const document = sweepFixture({ rule: ['lfp', 'surrogate'], size: [10, 20, 30], seed: [1, 2] }, (settings) => {
      if (settings['rule'] === 'lfp' && settings['size'] === 30) return undefined;
      return 0.5 + Number(settings['size']) / 100 + (settings['seed'] === 1 ? 0.01 : -0.01);
    });
    const page = await open(document);
    const host = page.locator('.heat-map-canvas');
    await host.waitFor();
    // The largest mean has the accent's colour whole, the smallest the grid's.
    for (const colour of ['#0072b2', '#e3e6e9']) {
      const pixels = async () => (await paintedColours(page, '.panel-heat-map canvas')).get(colour) ?? 0;
      await expect.poll(pixels, { message: colour }).toBeGreaterThan(500);
    }
    await host.focus();
    await page.keyboard.press('ArrowRight');
    expect(await readout(page)).toMatch(/^rule=lfp size=10: accuracy\(test\) 60\.00 % \(47\.29 … 72\.71\), 2 runs$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await readout(page)).toBe('rule=lfp size=30: accuracy(test) no run ended (0 of 2)');
    await page.keyboard.press('ArrowDown');
    expect(await readout(page)).toContain('rule=surrogate size=30: accuracy(test) 80.00 %');
    await page.keyboard.press('Escape');
    expect(await readout(page)).toBe('');
    const cells = await page.locator('.wide tbody tr').first().locator('td').allTextContents();
    expect(cells).toEqual(['10', '60.00', '1.41', '47.29 … 72.71', '2', '2 of 2', 'events']);
    expect(await page.locator('.failures li').allTextContents()).toEqual([
      'rule=lfp size=30 seed=1: HV_NON_FINITE: diverged',
      'rule=lfp size=30 seed=2: HV_NON_FINITE: diverged',
    ]);
    await expectFit(page);
  });

  test('with more keys it has parallel coordinates, through which keys go from the best on', async () => {
    const values = { rule: ['lfp', 'surrogate'], 'learn.optimizer.lr': [0.001, 0.01, 0.1], size: [10, 20] };
    const place = (settings: Readonly<Record<string, unknown>>) =>
      Number(settings['size']) / 100 + Number(settings['learn.optimizer.lr']) + (settings['rule'] === 'lfp' ? 0.3 : 0);
    const page = await open(sweepFixture(values, place));
    const host = page.locator('.parallel-canvas');
    await host.waitFor();
    const lines = async () => (await paintedColours(page, '.panel-parallel canvas')).get('#0072b2') ?? 0;
    await expect.poll(lines).toBeGreaterThan(40);
    await host.focus();
    await page.keyboard.press('ArrowDown');
    expect(await readout(page)).toBe('rule=lfp learn.optimizer.lr=0.1 size=20: accuracy(test) 60.00 %, 1 run');
    await page.keyboard.press('ArrowDown');
    expect(await readout(page)).toBe('rule=lfp learn.optimizer.lr=0.01 size=20: accuracy(test) 51.00 %, 1 run');
    await expectFit(page);
    // In the dark the axes and lines have the dark page's colours.
    await page.evaluate("document.documentElement.dataset.theme = 'dark'");
    const dark = async () => (await paintedColours(page, '.panel-parallel canvas')).get('#56b4e9') ?? 0;
    await expect.poll(dark).toBeGreaterThan(40);
  });

  test('with one key it has a mean with its interval for each value', async () => {
    const document = sweepFixture({ rule: ['lfp', 'surrogate'], seed: [1, 2, 3] }, ({ rule, seed }) => {
      return (rule === 'lfp' ? 0.9 : 0.8) + Number(seed) / 100;
    });
    const page = await open(document);
    const pixels = async () => (await paintedColours(page, '.panel-means canvas')).get('#0072b2') ?? 0;
    await expect.poll(pixels).toBeGreaterThan(100);
    expect(await page.locator('.row-chart-canvas').getAttribute('aria-label')).toContain('Largest: rule=lfp: accuracy');
    await expectFit(page);
  });
});
