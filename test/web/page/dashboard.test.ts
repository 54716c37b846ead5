import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type ScriptPages, serveScript } from '../open-browser.js';

let pages: ScriptPages;
let page: Page;

beforeAll(async () => {
  pages = await serveScript('dashboard.ts');
  page = await pages.open();
});

afterAll(async () => {
  await pages?.close();
});

/** Evaluates an expression of what the page's script offers. */
const steer = (expression: string): Promise<unknown> => page.evaluate(`dashboardPage.${expression}`);
const heading = () => page.locator('h1').textContent();
const outcome = () => page.locator('.outcome').textContent();

test('waits, says what is wrong, and takes it back', async () => {
  const notice = page.locator('.notice');
  expect(await notice.textContent()).toBe('Waiting for a run …');
  expect(await notice.getAttribute('role')).toBe('status');
  expect(await page.locator('.body').isHidden()).toBe(true);
  expect(await page.locator('.lead').isVisible()).toBe(true);
  await steer("dashboard.fail('The run cannot be reached.')");
  expect(await notice.getAttribute('role')).toBe('alert');
  expect(await notice.textContent()).toBe('The run cannot be reached.');
  await steer('dashboard.fail(undefined)');
  expect(await notice.textContent()).toBe('Waiting for a run …');
});

test('a run that has only begun is told as far as it is known', async () => {
  await steer('addEmptyRun()');
  await expect.poll(heading).toBe('digits-lif');
  expect(await outcome()).toBe('●running, epoch 1 of 6');
  expect(await page.locator('.notice').isHidden()).toBe(true);
  expect(await page.locator('.headline').isHidden()).toBe(true);
  expect(await page.locator('.result table.figures').first().textContent()).toContain('Nothing has been measured yet.');
  expect(await page.getByLabel('Presentation in sight').textContent()).toBe('no presentation');
  expect(await steer('told.at(-1)')).toBe('digits-lif');
});

test('state and end of the run stand in the header', async () => {
  const state = { kind: 'state', paused: true, speed: 0, stopping: false, dropped: 3 } as const;
  await steer(`apply(0, ${JSON.stringify(state)})`);
  await expect.poll(outcome).toBe('❚❚paused, epoch 1 of 6');
  expect(await page.locator('.dropped').textContent()).toBe('3 frames dropped');
  const cut = { kind: 'ended', reason: 'interrupted', metrics: {}, expect: [], epochs: 1, seconds: 75 };
  await steer(`apply(0, ${JSON.stringify(cut)})`);
  await expect.poll(outcome).toBe('■interrupted after 1 of 6 epochs, 1 min 15 s');
  const notice = page.getByRole('status').getByText('This run was interrupted after 1 of 6 epochs');
  expect(await notice.isVisible()).toBe(true);
  const byHand = page.locator('.by-hand');
  expect(await byHand.isHidden()).toBe(true);
  await steer(`apply(0, ${JSON.stringify({ ...cut, interventions: 2 })})`);
  await expect.poll(() => byHand.isVisible()).toBe(true);
  expect(await byHand.textContent()).toBe('changed by hand');
  const ended = {
    ...{ kind: 'ended', reason: 'failed', metrics: {}, expect: [], epochs: 1, seconds: 75 },
    failure: { code: 'HV_NON_FINITE', message: 'h1.weight is <b>NaN</b>' },
  };
  await steer(`apply(0, ${JSON.stringify(ended)})`);
  await expect.poll(outcome).toBe('✗failed after 1 of 6 epochs, 1 min 15 s');
  expect(await page.locator('.notice').textContent()).toBe('HV_NON_FINITE: h1.weight is <b>NaN</b>');
});

test('expectations that differ in their windows only can be told apart', async () => {
  const silent = { that: 'silent(h1)', in: 'probe', value: 0, expected: 'no spikes', pass: true };
  const expected = [{ ...silent, window: [0, 100] }, { ...silent, window: [200, 250] }, silent];
  const ended = { kind: 'ended', reason: 'complete', metrics: {}, expect: expected, epochs: 1, seconds: 75 };
  await steer(`apply(0, ${JSON.stringify(ended)})`);
  const places = page.locator('.expectations td[data-column="Phase"]');
  await expect
    .poll(() => places.allTextContents())
    .toEqual(['probe, window [0, 100]', 'probe, window [200, 250]', 'probe']);
});

test('of several runs one is chosen, and everything tells of that one', async () => {
  const picker = page.getByLabel('Run', { exact: true });
  expect(await picker.isHidden()).toBe(true);
  await steer("addRun('second <i>run</i>', 7)");
  await expect
    .poll(() => picker.locator('option').allTextContents())
    .toEqual(['1: digits-lif, seed 1', '2: second <i>run</i>, seed 7']);
  await picker.selectOption('1');
  await expect.poll(heading).toBe('second <i>run</i>');
  expect(await page.locator('.notice').isHidden()).toBe(true);
  expect(await page.locator('.facts').textContent()).toContain('Seed7');
  expect(await page.locator('[data-figure="accuracy(test)"] td').last().textContent()).toMatch(/^0\.9\d+$/);
  await expect.poll(() => page.getByLabel('Presentation in sight').textContent()).toBe('4 presentations');
  // The second run has ended: there is nothing to follow.
  expect(await page.getByRole('button', { name: 'Follow' }).count()).toBe(0);
});

test('arrows scroll the text of the scenario when it has the focus, and move the window otherwise', async () => {
  const text = page.getByRole('region', { name: 'Resolved scenario as YAML' });
  const window = () => steer('view.state.window.value');
  await steer('view.state.window.next({ from: 25, to: 50 })');
  await text.evaluate((pre) => {
    Object.assign(pre.style, { width: '80px', overflow: 'auto' });
  });
  await text.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => text.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  expect(await window()).toEqual({ from: 25, to: 50 });
  await text.blur();
  await page.keyboard.press('ArrowRight');
  expect(await window()).toEqual({ from: 30, to: 55 });
});

test('what the page adds is where it belongs', async () => {
  expect(await page.locator('header .tools').getByRole('button', { name: 'Pause' }).count()).toBe(1);
  expect(await page.getByRole('toolbar').getByRole('button', { name: 'Other sample' }).count()).toBe(1);
  await page.getByRole('button', { name: 'Help' }).click();
  expect(await page.getByRole('dialog').textContent()).toContain('ppause');
  await page.getByRole('button', { name: 'Close' }).click();
});

test('kernel and order can be chosen; a width that is none is not taken', async () => {
  const kernel = () => steer('view.state.kernel.value');
  await page.getByLabel('Rates', { exact: true }).selectOption('gaussian');
  await page.getByLabel('Width, steps').fill('12');
  await page.keyboard.press('Tab');
  expect(await kernel()).toEqual({ kind: 'gaussian', width: 12 });
  await page.getByLabel('Width, steps').fill('0');
  await page.keyboard.press('Tab');
  expect(await kernel()).toEqual({ kind: 'gaussian', width: 12 });
  await page.getByLabel('Rows', { exact: true }).selectOption('first-spike');
  expect(await steer('view.state.order.value')).toBe('first-spike');
});

test('gives everything back', async () => {
  await steer('dashboard.destroy()');
  expect(await page.locator('body').textContent()).toBe('');
  const observed = await page.evaluate(`(() => {
    const { runs, state } = dashboardPage.view;
    const all = [runs, ...Object.values(state), ...runs.value.map(({ changed }) => changed)];
    return all.filter((subject) => subject.observed).length;
  })()`);
  expect(observed).toBe(0);
  await page.keyboard.press('o');
  expect(await steer('view.state.order.value')).toBe('first-spike');
  expect(pages.complaints).toEqual([]);
});
