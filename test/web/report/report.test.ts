import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { main } from '../../../src/cli/main.js';
import { viewOfRun } from '../../../src/report/read-view.js';
import { memoryIo } from '../../cli/memory-io.js';
import { unexpected } from '../../report/play.js';
import { type Looks, openBrowser, type TestBrowser } from '../open-browser.js';
import { background, namelessControls, overhang, paintedColours, resize, smallControls } from '../page-facts.js';

const SCENARIO = new URL('../../../scenarios/digits-lif.yaml', import.meta.url).pathname;

const [LIGHT, DARK] = ['#ffffff', '#14181c'];

let browser: TestBrowser;
let out: string;
let folder: string;
/** The report of digits-lif, opened once. */
let opened: { readonly page: Page; readonly requests: readonly string[] };

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'heaviside-report-'));
  const io = memoryIo();
  await main(['run', SCENARIO, '--out', out, '--backend', 'events', '--threads', '1', '--json', '--quiet'], io);
  folder = (JSON.parse(io.stdout.text) as { folder: string }).folder;
  browser = await openBrowser();
  opened = await open(join(folder, 'report.html'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
});

/** Opens a report from disk without a network. */
async function open(file: string, looks: Looks = {}): Promise<{ page: Page; requests: readonly string[] }> {
  const page = await browser.open({ ...looks, offline: true });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  await page.locator('h1:not(:text-is("Heaviside")), .notice[data-mark="wrong"]').first().waitFor();
  return { page, requests };
}

const PANELS = ['marks', 'raster', 'rates', 'membranes', 'overview', 'learning', 'histograms', 'reward-map'];

/** Waits until every panel says that it is ready and tells its figures. */
async function drawn(page: Page): Promise<void> {
  for (const name of PANELS) {
    const panel = page.locator(`.panel-${name}`);
    await expect.poll(() => panel.getAttribute('data-state'), { message: name }).toBe('ready');
    const rows = () => panel.locator('.figure-table tbody tr').count();
    await expect.poll(rows, { message: name }).toBeGreaterThan(0);
  }
}

describe('the report of digits-lif', () => {
  test('is far below 3 MB', () => {
    expect(statSync(join(folder, 'report.html')).size).toBeLessThan(1_000_000);
  });

  test('opens from disk without a network and shows exactly the figures of summary.json', async () => {
    const { page, requests } = opened;
    const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
    const figures = page.locator('[data-figure]');
    const shown = await figures.evaluateAll((rows) =>
      rows.map((row) => [row.getAttribute('data-figure'), row.lastElementChild!.textContent]),
    );
    const expected = { ...summary.metrics, epochs: summary.epochs, seconds: summary.seconds } as Record<string, number>;
    expect(shown).toEqual(Object.entries(expected).map(([name, value]) => [name, JSON.stringify(value)]));
    expect(await page.locator('h1').textContent()).toBe('digits-lif');
    expect(await page.locator('.outcome').textContent()).toContain('complete after 30 of 30 epochs');
    const percent = `${(100 * summary.metrics['accuracy(test)']).toFixed(2)} %`;
    expect(await page.locator('.headline').textContent()).toContain(`Accuracy, test${percent}`);
    const facts = await page.locator('.facts').textContent();
    expect(facts).toContain('Network64 → 200 → 10');
    expect(facts).toContain(`Seed${summary.seed}`);
    expect(facts).toContain('Backendevents');
    expect(facts).toContain('Rulelfp-epsilon');
    const [expectation] = summary.expect as [{ value: number }];
    const row = page.locator('table:has(caption:text-is("Expectations")) tbody tr');
    expect(await row.locator('td, th').allTextContents()).toEqual([
      'accuracy(test)',
      'at least 0.97',
      String(expectation.value),
      '✓ met',
    ]);
    expect(await page.locator('.scenario pre').textContent()).toBe(readFileSync(join(folder, 'scenario.yaml'), 'utf8'));
    expect(requests).toEqual([`file://${join(folder, 'report.html')}`]);
    expect(browser.complaints).toEqual([]);
  });

  test('draws every chart, and tells its figures', async () => {
    const { page } = opened;
    await drawn(page);
    // Spikes of both layers in their colours: the second and third of the palette, the first is the input's.
    const pixels = async (colour: string) => (await paintedColours(page, '.panel-raster canvas')).get(colour) ?? 0;
    await expect.poll(() => pixels('#d55e00')).toBeGreaterThan(500);
    await expect.poll(() => pixels('#009e73')).toBeGreaterThan(50);
    // As many spikes as the folder says.
    const looks = (await viewOfRun(folder, unexpected)).filter((frame) => frame.kind === 'look');
    const spikes = looks.flatMap(({ look }) => look.spikes).reduce((sum, { times }) => sum + times.length, 0);
    expect(looks).toHaveLength(10);
    const label = await page.locator('.time-raster .time-surface').getAttribute('aria-label');
    expect(label?.replaceAll(',', '')).toContain(`Spikes: ${spikes} spikes of 210 neurons`);
  });

  test('goes from presentation to presentation by button and key, and zooms by key', async () => {
    const { page } = opened;
    const said = page.getByLabel('Presentation in sight');
    expect(await said.textContent()).toBe('10 presentations');
    await page.getByRole('button', { name: 'Next presentation' }).click();
    const inTheMiddle = await said.textContent();
    expect(inTheMiddle).toMatch(/^sample \d+, label \d, answer \d [✓✗]$/);
    await page.keyboard.press(']');
    expect(await said.textContent()).not.toBe(inTheMiddle);
    await page.keyboard.press('[');
    expect(await said.textContent()).toBe(inTheMiddle);
    await page.keyboard.press('0');
    expect(await said.textContent()).toBe('10 presentations');
    for (let k = 0; k < 6; k++) await page.keyboard.press('+');
    expect(await said.textContent()).toMatch(/^sample/);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await said.textContent()).toBe('10 presentations');
    const rows = page.getByLabel('Rows');
    await page.locator('h1').click();
    await page.keyboard.press('o');
    expect(await rows.inputValue()).toBe('rate');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keyboard and pointer' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    // Nothing new comes any more.
    expect(await page.getByRole('button', { name: 'Follow' }).count()).toBe(0);
  });

  test.each([
    ['at 1440 x 900', { width: 1440, height: 900, dark: false }],
    ['dark', { width: 1440, height: 900, dark: true }],
    ['dark at 390 x 844', { width: 390, height: 844, dark: true }],
    ['at 390 x 844', { width: 390, height: 844, dark: false }],
  ])('%s: nothing sticks out, every control has a name and is large enough', async (_name, { dark, ...size }) => {
    const { page } = opened;
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await expect.poll(() => background(page)).toBe(dark ? DARK : LIGHT);
    await resize(page, size);
    expect(await overhang(page)).toBe(0);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallControls(page, 24)).toEqual([]);
    // From system to light, dark, and system again.
    for (const colour of [LIGHT, DARK, dark ? DARK : LIGHT]) {
      await page.getByRole('button', { name: /^Theme: / }).click();
      await expect.poll(() => background(page)).toBe(colour);
    }
    expect(browser.complaints).toEqual([]);
  });

  test('foreign names are text, and nothing of them runs', async () => {
    const evil = '</script><img src=x onerror="window.pwned=1"><b>';
    const log = join(folder, 'events.jsonl');
    const before = readFileSync(log, 'utf8');
    const file = join(out, 'evil.html');
    writeFileSync(
      log,
      before
        .replaceAll('"digits-lif"', JSON.stringify(evil))
        .replaceAll('"h1"', JSON.stringify(evil))
        .replace('"that":"accuracy(test)"', `"that":${JSON.stringify(evil)}`),
    );
    const io = memoryIo();
    expect(await main(['report', folder, '--out', file], io)).toBe(0);
    writeFileSync(log, before);
    const { page } = await open(file);
    await drawn(page);
    expect(await page.locator('h1').textContent()).toBe(evil);
    expect(await page.locator('img, b').count()).toBe(0);
    expect(await page.evaluate("'pwned' in window")).toBe(false);
    // Not even what somebody adds to the page runs: its policy names the one script.
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 1';
      document.body.append(script);
    }`);
    expect(await page.evaluate("'pwned' in window")).toBe(false);
    expect(browser.complaints.join('\n')).toMatch(/^error: Executing inline script violates .*\n?$/);
  });

  test('a report whose data are damaged says so', async () => {
    const file = join(out, 'damaged.html');
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    writeFileSync(file, page.replace(/(id="data">)[^<]{400}/, '$1AAAA'));
    const { page: damaged } = await open(file);
    const notice = damaged.getByRole('alert').first();
    expect(await notice.textContent()).toMatch(/^This report cannot be read: .+ Make it again with: heaviside report/);
  });
});
