import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { type PageFiles, pageFiles } from '../../../src/serve/page-files.js';
import { bundleLivePage, type LiveFolder } from '../live-folder.js';
import { openBrowser, type TestBrowser } from '../open-browser.js';
import { serveRun } from './serve-run.js';

let folder: LiveFolder;
let files: PageFiles;
let browser: TestBrowser;

beforeAll(async () => {
  folder = await bundleLivePage();
  files = await pageFiles(folder.url);
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  folder.remove();
});
afterEach(() => {
  expect(browser.complaints).toEqual([]);
});

/** The page of a run that has begun and is paused. */
async function openPaused(address: string, width: number): Promise<Page> {
  const page = await browser.open({ width, height: 844 });
  // Before its server goes: it would say that nobody answers.
  onTestFinished(() => page.close());
  await page.goto(address);
  await page.getByText(/^running, epoch \d+ of 5000$/).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText(/^paused, epoch/).waitFor();
  return page;
}

const still = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a page that steers', () => {
  test.each([1440, 390])('stays where it is under the mouse when rows are clicked, %i px wide', async (width) => {
    const { server } = await serveRun(files);
    const page = await openPaused(server.address, width);
    if (width < 640) await page.getByText('Sample, learning rate, pulses').click();
    const entries = page.getByRole('list', { name: 'Pulses and silenced neurons' }).getByRole('listitem');
    /** Neurons that are listed as having a pulse, or as silenced. */
    const listed = async (kind: string): Promise<number> =>
      (await entries.filter({ hasText: kind }).allTextContents())
        .map((text) => /h1: ([\d, ]+)/.exec(text)![1]!.split(',').length)
        .reduce((sum, count) => sum + count, 0);
    const canvas = page.locator('.time-raster canvas').first();
    for (const [click, entry] of [
      ['Silence', 'Silenced'],
      ['Pulse', 'Pulse'],
    ] as const) {
      await page.getByRole('radio', { name: click }).check();
      await canvas.scrollIntoViewIfNeeded();
      const { x, y, width: wide, height } = (await canvas.boundingBox())!;
      for (const [k, place] of [0.4, 0.5].entries()) {
        await page.mouse.click(x + wide / 2, y + height * place);
        await expect.poll(() => listed(entry)).toBe(k + 1);
        // The run shows itself anew.
        await still(200);
        // A browser scrolls by whole pixels: half of one more or less.
        expect(Math.abs((await canvas.boundingBox())!.y - y)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  test('says what the next batch will be learned with, and refuses at the field what is no learning rate', async () => {
    const { server, told } = await serveRun(files);
    const page = await openPaused(server.address, 1440);
    const field = page.getByRole('spinbutton', { name: 'Learning rate' });
    const changes = () => told.flatMap((event) => (event.kind === 'intervened' ? [event.intervention] : []));
    for (const [typed, got] of [
      ['0', '0'],
      ['-1', '-1'],
      ['1e7', '10000000'],
      ['', 'none'],
    ] as const) {
      await field.fill(typed);
      await field.press('Enter');
      expect(await field.evaluate((input) => Reflect.get(input, 'validationMessage'))).toBe(
        `Learning rate: expected a number above 0 and at most 1000000, got ${got}.`,
      );
    }
    await field.fill('0.5');
    await field.press('Enter');
    await page.getByText(/^now \S+, from the next batch 0\.5$/).waitFor();
    expect(changes()).toEqual([{ kind: 'learning-rate', value: 0.5 }]);
    await page.getByRole('button', { name: 'Step' }).click();
    await page.getByText('now 0.5', { exact: true }).waitFor();
  });
});
