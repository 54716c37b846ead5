import { expect, test } from 'vitest';

import { PHASED } from '../../streams/phased-scenario.js';
import { openPlayground } from './playground-page.js';

const playground = await openPlayground();

test('a scenario with phases runs, shows its phases with their metrics, and what they record', async () => {
  const opened = await playground.open();
  const { page } = opened;
  await opened.type(PHASED);
  await page.locator('button.train:enabled').waitFor();
  await opened.train();
  expect(await opened.ended()).toContain('complete after 4 of 4 epochs');
  const rows = page.locator('[data-phase]');
  expect(await rows.locator('th').allTextContents()).toEqual(['learn', 'damage', 'mend', 'anew', 'probe']);
  const results = await rows.locator('td[data-column="Result"]').allTextContents();
  for (const result of results) expect(result).toMatch(/^ended, /);
  expect(results[1]).toMatch(/Accuracy, test: [\d.]+ %/);
  const raster = page.locator('.time-raster .time-surface');
  await expect.poll(() => raster.getAttribute('aria-label')).toMatch(/^Spikes: [\d,]+ spikes of 10 neurons/);
  // The last stretch of the free run is there.
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => page.getByLabel('Presentation in sight').textContent()).toMatch(/recorded stretches?|probe/);
}, 60_000);
