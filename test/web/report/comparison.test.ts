import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { compareCommand } from '../../../src/cli/compare-command.js';
import { main } from '../../../src/cli/main.js';
import { jsonText } from '../../../src/record/json-text.js';
import type { ComparisonDocument } from '../../../src/sweep/comparison-document.js';
import { memoryIo } from '../../cli/memory-io.js';
import { inProcessRuns } from '../../sweep/in-process-runs.js';
import { openBrowser, type TestBrowser } from '../open-browser.js';
import { namelessControls, overhang, paintedColours, resize, smallControls } from '../page-facts.js';

const SCENARIO = new URL('../../../scenarios/xor-front-contribution.yaml', import.meta.url).pathname;

let browser: TestBrowser;
let out: string;
let document: ComparisonDocument;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'heaviside-comparison-'));
  const io = memoryIo();
  const overrides = ['compare.seeds=2', 'train.epochs=3'];
  await compareCommand(SCENARIO, overrides, { out, jobs: 1, quiet: true, json: true }, io, inProcessRuns().start);
  document = JSON.parse(io.stdout.text) as ComparisonDocument;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
});

test('the report of a comparison shows its table, its bars and the measures of its steps, without a network', async () => {
  const page = await browser.open({ offline: true });
  const file = join(document.folder, 'report.html');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  await page.locator('h1, .notice[data-mark="wrong"]').first().waitFor();
  expect(await page.locator('h1').allTextContents()).toEqual(['xor-front-contribution']);
  const facts = await page.locator('.facts').textContent();
  expect(facts).toContain('Seeds0 1');
  expect(facts).toContain(`Baseline${document.baseline}`);

  // The same cells as in compare.md, which is made of the same document.
  const markdown = readFileSync(join(document.folder, 'compare.md'), 'utf8');
  for (const { name, accuracy } of document.table) {
    const row = page.locator(`[data-rule=${JSON.stringify(name)}]`);
    const cells = await row.locator('td').allTextContents();
    expect(cells[0]).toBe(`${(100 * accuracy!.mean).toFixed(2)} ± ${(100 * accuracy!.sd!).toFixed(2)}`);
    expect(markdown).toContain(cells[0]!);
  }
  expect(await page.locator('.remark').textContent()).toContain('trained and tested on data of its own');

  for (const colour of ['#0072b2', '#d55e00', '#009e73']) {
    const pixels = async () => (await paintedColours(page, '.panel-accuracy canvas')).get(colour) ?? 0;
    await expect.poll(pixels, { message: colour }).toBeGreaterThan(20);
  }
  const pruning = async () => Math.max(0, ...(await paintedColours(page, '.panel-pruning canvas')).values());
  await expect.poll(pruning).toBeGreaterThan(1000);
  expect(await page.locator('.panel').count()).toBeGreaterThanOrEqual(4);
  await expect.poll(() => page.locator('.panel:not(:has(.figure-table tbody tr))').count()).toBe(0);

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await resize(page, { width, height });
    expect(await overhang(page)).toBe(0);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallControls(page, 24)).toEqual([]);
  }
  expect(requests).toEqual([`file://${file}`]);
  expect(browser.complaints).toEqual([]);
});

test('figures that are not finite are said as they are, and everything else is shown', async () => {
  const folder = join(out, 'not-finite');
  mkdirSync(folder);
  const [{ name, columns }] = document.table as [ComparisonDocument['table'][number]];
  const [key] = Object.keys(columns) as [string];
  const odd = { ...columns, [key]: { mean: Number.NaN, maximum: Number.POSITIVE_INFINITY } };
  const table = document.table.map((row) => (row.name === name ? { ...row, columns: odd } : row));
  writeFileSync(join(folder, 'compare.json'), jsonText({ ...document, table }));
  const steps = readFileSync(join(document.folder, 'steps.csv'), 'utf8').split('\n');
  const first = steps[1]!.split(',').with(-1, 'NaN').join(',');
  writeFileSync(join(folder, 'steps.csv'), steps.with(1, first).join('\n'));
  const io = memoryIo();
  expect(await main(['report', folder], io)).toBe(0);
  const page = await browser.open({ offline: true });
  await page.goto(`file://${join(folder, 'report.html')}`);
  await page.locator('h1, .notice[data-mark="wrong"]').first().waitFor();
  expect(await page.locator('h1').allTextContents()).toEqual(['xor-front-contribution']);
  const cells = await page.locator(`[data-rule=${JSON.stringify(name)}] td`).allTextContents();
  expect(cells.filter((cell) => /NaN|Infinity/.test(cell))).toEqual(['NaN', 'Infinity']);
  await expect.poll(() => page.locator('.panel-deviation .figure-table tbody tr').count()).toBeGreaterThan(0);
  expect(browser.complaints).toEqual([]);
});
