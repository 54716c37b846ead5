import type { Page } from 'playwright-core';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';

import { openLive, still } from './open-live.js';
import { serveRun } from './serve-run.js';

const live = openLive();
afterEach(() => {
  expect(live.browser.complaints).toEqual([]);
});

async function open(address: string, width = 1440): Promise<Page> {
  const page = await live.browser.open({ width, height: 844 });
  // Before its server goes: it would say that nobody answers.
  onTestFinished(() => page.close());
  await page.goto(address);
  return page;
}

/** The page of a run that has begun and is paused. */
async function openPaused(address: string, width = 1440): Promise<Page> {
  const page = await open(address, width);
  await page.getByText(/^running, epoch \d+ of \d+$/).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText(/^paused, epoch/).waitFor();
  return page;
}

/** Clicks on a row of the raster, so far from the left and the top of it. */
async function clickRow(page: Page, across: number, down: number): Promise<void> {
  const canvas = page.locator('.time-raster canvas').first();
  await canvas.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await canvas.boundingBox())!;
  await page.mouse.click(x + width * across, y + height * down);
}

describe('a page that steers', () => {
  test.each([1440, 390])('stays where it is under the mouse when rows are clicked, %i px wide', async (width) => {
    const { server } = await serveRun(live.files);
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
    const { server, told } = await serveRun(live.files);
    const page = await openPaused(server.address);
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

  test('leaves the pins of another page as they are, and shows them', async () => {
    const { server, told } = await serveRun(live.files);
    const looks = () => told.flatMap((event) => (event.kind === 'looked' ? [event.look] : []));
    const pinned = () =>
      looks()
        .at(-1)
        ?.voltages.neurons.map(({ layer, unit }) => `${layer} ${unit}`);
    const one = await openPaused(server.address);
    await expect.poll(() => pinned()?.length).toBe(2);
    await clickRow(one, 0.5, 0.5);
    await expect.poll(() => pinned()?.length).not.toBe(2);
    const before = pinned()!;

    const other = await open(server.address);
    const columns = () => other.getByRole('region', { name: 'Membranes' }).locator('thead th').allTextContents();
    await expect.poll(async () => (await columns()).length).toBe(1 + 2 * before.length);
    const shown = looks().length;
    // Comes to the run after everything that the page has said by itself.
    await other.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => looks().length).toBeGreaterThan(shown);
    expect(pinned()).toEqual(before);
  });

  test('takes a pulse back that it has given before it was loaded again', async () => {
    const { server, told } = await serveRun(live.files);
    const pulses = () => told.flatMap((event) => (event.kind === 'looked' ? [event.look.pulses.length] : [])).at(-1);
    const page = await openPaused(server.address);
    await page.getByRole('radio', { name: 'Pulse' }).check();
    await clickRow(page, 0.5, 0.5);
    await expect.poll(pulses).toBe(1);
    await page.reload();
    await page.getByRole('button', { name: /^Remove: pulse/ }).click();
    await expect.poll(pulses).toBe(0);
    await expect.poll(() => page.getByRole('button', { name: /^Remove: pulse/ }).count()).toBe(0);
  });

  test('says why no more pulses can be given, and stays connected', async () => {
    const { server, pilot } = await serveRun(live.files);
    const page = await openPaused(server.address);
    const many = Array.from({ length: 64 }, (_, k) => k);
    pilot.command({
      kind: 'pulses',
      pulses: many.map((k) => ({ layer: 'h1', units: [0], at: 0, duration: 1, amplitude: k + 1 })),
    });
    const removals = page.getByRole('button', { name: /^Remove: pulse/ });
    await expect.poll(() => removals.count()).toBe(64);
    await page.getByRole('radio', { name: 'Pulse' }).check();
    await clickRow(page, 0.5, 0.5);
    await page.getByText('At most 64 pulses can be given: take one back first.').waitFor();
    await removals.first().click();
    await expect.poll(() => removals.count()).toBe(63);
    await expect.poll(() => page.getByText('At most 64').count()).toBe(0);
    await clickRow(page, 0.5, 0.5);
    await expect.poll(() => removals.count()).toBe(64);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
