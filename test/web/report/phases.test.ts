import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { play } from '../../report/play.js';
import { PHASED } from '../../streams/phased-scenario.js';
import { openBrowser, type TestBrowser } from '../open-browser.js';
import { overhang, paintedColours, resize } from '../page-facts.js';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** The report of a run of phases. */
async function openReport(): Promise<Page> {
  const { folder } = await play(PHASED);
  const page = await browser.open({ offline: true });
  onTestFinished(() => page.context().close());
  await page.goto(`file://${join(folder, 'report.html')}`);
  await page.getByRole('heading', { name: 'xor-phases', level: 1 }).waitFor();
  return page;
}

const label = (page: Page, chart: string) => page.locator(`.time-${chart} .time-surface`).getAttribute('aria-label');

describe('the report of a run of phases', () => {
  test('has a row for every phase: where it begins, how long it is, what came of it and what was changed', async () => {
    const page = await openReport();
    const rows = await page
      .locator('[data-phase]')
      .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent)));
    const result = (what: string) => expect.stringMatching(new RegExp(`^ended, .*${what}`));
    expect(rows).toEqual([
      ['learn', 'train', 'start', '2 epochs', result('Accuracy, train: '), ''],
      [
        ...['damage', 'test', 'learn', '4 samples', result('Accuracy, test: ')],
        'lesion of 50 % of h1 at 0 ms: 4 of 8 neurons of h1',
      ],
      ['mend', 'train', 'damage', '1 epoch', result('Accuracy, train: '), ''],
      ['anew', 'train', 'start', '1 epoch', result('Accuracy, train: '), ''],
      [
        ...['probe', 'run', 'mend', '600 ms', result('')],
        'pulse of 2 into h1 for 20 ms at 100 ms' +
          'set h1.threshold = 0.5 at 300 ms' +
          'membranes of h1[0:3] clamped at 2 for 30 ms at 400 ms' +
          'noise of 0 ± 0.5 into out for 40 ms at 500 ms',
      ],
    ]);
    expect(browser.complaints).toEqual([]);
  });

  test('draws what was recorded, with the bands of what drove it and the voltages of traced neurons', async () => {
    const page = await openReport();
    // Two samples of 8 steps, and 600 steps: 616. Four drives and changes of `probe`, the lesion in both samples.
    await expect.poll(() => label(page, 'raster')).toMatch(/^Spikes: [\d,]+ spikes of 10 neurons in steps 0 to 616;/);
    await expect
      .poll(() => label(page, 'marks'))
      .toBe('Presentations: 5 recorded stretches in steps 0 to 616, 5 changes');
    await expect
      .poll(() => label(page, 'membranes'))
      .toMatch(/h1 neuron [01] spikes [\d,]+ times?, in steps 0 to 616$/);
    const colours = await paintedColours(page, '.panel-marks canvas');
    // The pulse, the clamp and the noise in the colours of drives.
    for (const colour of ['#a87500', '#b8568c', '#3d8fc4']) expect(colours.get(colour) ?? 0).toBeGreaterThan(20);
    // There is nothing to map: no sample was looked at.
    expect(await page.locator('.panel-reward-map').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Next presentation' }).click();
    expect(await page.getByLabel('Presentation in sight').textContent()).toBe('probe, 250 ms to 500 ms');
  });

  test('marks where phases begin in the curves, and says what tests of their own came to', async () => {
    const page = await openReport();
    const panel = page.locator('.panel-learning');
    await expect
      .poll(() => panel.textContent())
      .toMatch(
        /phases begin: learn at epoch 0; damage, mend at epoch 2; anew ← start at epoch 3; probe ← mend at epoch 4; test accuracy in damage [\d.]+ %\./,
      );
  });

  test('nothing sticks out at 390 pixels', async () => {
    const page = await openReport();
    await resize(page, { width: 390, height: 844 });
    expect(await overhang(page)).toBe(0);
    expect(await page.locator('[data-phase="probe"] td').first().isVisible()).toBe(true);
  });
});
