import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { compareCommand } from '../../../src/cli/compare-command.js';
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
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
}, 60_000);

test('the report of a comparison shows its table, its bars and the measures of its steps, without a network', async () => {
  const page = await browser.open({ offline: true });
  const file = join(document.folder, 'report.html');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  await page.locator('h1').waitFor();
  await page.waitForTimeout(300);
  expect(await page.locator('h1').textContent()).toBe('xor-front-contribution');
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

  const accuracy = await paintedColours(page, '.panel-accuracy canvas');
  for (const colour of ['#0072b2', '#d55e00', '#009e73']) expect(accuracy.get(colour), colour).toBeGreaterThan(20);
  const pruning = await paintedColours(page, '.panel-pruning canvas');
  expect(Math.max(...pruning.values())).toBeGreaterThan(1000);
  const panels = await page.locator('.panel').evaluateAll((all) => all.map((panel) => panel.className));
  expect(panels.length).toBeGreaterThanOrEqual(4);
  const empty = await page.locator('.panel:not(:has(.figure-table tbody tr))').count();
  expect(empty).toBe(0);

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
