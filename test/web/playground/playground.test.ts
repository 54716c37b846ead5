import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { decodeCheckpoint } from '../../../src/record/decode-checkpoint.js';
import type { Metrics } from '../../../src/run/run-event.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { parseScenario } from '../../../src/scenario/parse-scenario.js';
import { openPlayground } from './playground-page.js';

const DIGITS = readFileSync(new URL('../../../scenarios/digits-lif.yaml', import.meta.url), 'utf8');

const pages = await openPlayground();

test('digits-lif reaches its accuracy on events', async () => {
  const play = await pages.open();
  // The other 18 epochs would win nothing and take as long again.
  await play.type((await play.text()).replace('epochs: 30', 'epochs: 12'));
  const start = performance.now();
  await play.train();
  expect(await play.ended()).toMatch(/^✓complete after 12 of 12 epochs/);
  const accuracy = Number(await play.figure('accuracy(test)'));
  console.log(`digits-lif, events: ${accuracy} after 12 epochs, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  expect(accuracy).toBeGreaterThanOrEqual(0.97);
  await play.page.close();
});

test('a link is the experiment: it gives the same figures to the last digit, those of the command line', async () => {
  const play = await pages.open('#scenario=digits-lif&pin=h1.7&pin=out.2&order=rate&window=25..75');
  const text = (await play.text()).replace('epochs: 30', 'epochs: 2');
  await play.type(text);
  await play.page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
  await play.train();
  await play.ended();
  const figures = await Promise.all(['accuracy(test)', 'reward', 'spikesPerSample'].map((name) => play.figure(name)));
  const link = await play.link(/seed=7/);
  expect(link).toMatch(/&window=25\.\.75&order=rate&pin=h1\.7&pin=out\.2$/);
  await play.page.close();

  const other = await pages.open(new URL(link).hash, { dark: true });
  expect(await other.text()).toBe(text);
  await other.train({ speed: 'PageDown' });
  await other.ended();
  expect(await other.page.getByRole('combobox', { name: 'Rows' }).inputValue()).toBe('rate');
  const membranes = other.page.getByRole('region', { name: 'Membranes' });
  const columns = () => membranes.locator('thead th').allTextContents();
  await expect.poll(async () => (await columns()).join()).toMatch(/^step,h1 .*7,.*,out .*2,/);
  expect(Number(await membranes.locator('tbody tr').first().locator('td, th').first().textContent())).toBe(25);
  const again = await Promise.all(['accuracy(test)', 'reward', 'spikesPerSample'].map((name) => other.figure(name)));
  expect(again).toEqual(figures);
  await other.page.close();

  let ended: Metrics = {};
  for await (const event of runScenario(parseScenario(text, { seed: 7 }), { backend: 'events' }))
    if (event.kind === 'run-ended') ended = event.metrics;
  expect(figures).toEqual(['accuracy(test)', 'reward', 'spikesPerSample'].map((name) => String(ended[name])));
});

test('everything comes from the page itself, which goes on without a network', async () => {
  const asked = pages.asked.length;
  const play = await pages.open('#scenario=xor-step');
  const others: string[] = [];
  play.page.on('request', (request) => others.push(request.url()));
  await play.page.getByText(/^\d of 6 backends can run here$/).waitFor();
  await play.page.context().setOffline(true);
  for (const backend of ['events', 'webasm']) {
    await play.page.getByRole('combobox', { name: 'Backend' }).selectOption(backend);
    await play.type((await play.text()).replace(/epochs: \d+/, 'epochs: 3'));
    await play.train();
    await play.ended(/complete after 3 of 3 epochs/);
    await play.page.getByRole('definition').filter({ hasText: backend }).first().waitFor();
  }
  expect(others.filter((url) => !url.startsWith('blob:'))).toEqual([]);
  expect(new Set(pages.asked.slice(asked))).toEqual(
    new Set(['/some/path/', '/some/path/playground.js', '/some/path/playground.css']),
  );
  await play.page.close();
});

describe('a scenario with mistakes', () => {
  test('has each of them marked in place and listed, and does not train', async () => {
    const play = await pages.open();
    const lines = DIGITS.split('\n');
    const [wrongRule, wrongSize] = [
      lines.findIndex((line) => line.startsWith('learn:')),
      lines.findIndex((line) => line.includes('size: 200')),
    ];
    await play.type(DIGITS.replace('rule: lfp', 'rule: lpf').replace('size: 200', 'size: -200'));
    const list = play.page.getByRole('status', { name: 'Problems' });
    await list.getByText('2 problems').waitFor();
    expect(await list.getByRole('button').allTextContents()).toEqual([
      `${wrongSize + 1}:${lines[wrongSize]!.indexOf('200') + 1}network.layers[1].size: expected an integer >= 1 and <= 100000000, got -200`,
      expect.stringMatching(
        new RegExp(
          `^${wrongRule + 1}:${lines[wrongRule]!.indexOf('lfp') + 1}learn.rule: expected .*got "lpf" \\(did you mean "lfp"\\?\\)$`,
        ),
      ),
    ]);
    expect(await play.page.locator('.cm-lintRange-error').allTextContents()).toEqual(['-200', 'lpf']);
    const heights = await play.page
      .locator('.cm-lint-marker-error')
      .evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().top));
    const line = (number: number) => play.page.locator('.cm-line').nth(number).boundingBox();
    expect(heights[0]).toBeCloseTo((await line(wrongSize))!.y, -1);
    expect(heights[1]).toBeCloseTo((await line(wrongRule))!.y, -1);
    expect(await play.page.locator('button.train').isDisabled()).toBe(true);

    await list.getByRole('button', { name: /got "lpf"/ }).click();
    await play.page.keyboard.press('Delete');
    await play.page.keyboard.press('Delete');
    await play.page.keyboard.press('Delete');
    await play.page.keyboard.type('lfp');
    await list.getByText('1 problem', { exact: true }).waitFor();
    await play.type(DIGITS);
    await play.page.locator('button.train:enabled').waitFor();
    expect(await play.page.locator('.cm-lintRange-error').count()).toBe(0);
    await play.page.close();
  });

  test('that reads files says why a page cannot run it', async () => {
    const play = await pages.open();
    await play.page.locator('option', { hasText: 'mnist-lif (needs files)' }).waitFor({ state: 'attached' });
    await play.page.getByRole('combobox', { name: 'Scenario' }).selectOption('mnist-lif');
    await play.page.getByText(/^The data source "mnist" reads files, and a page has none/).waitFor();
    expect(await play.page.locator('button.train').isDisabled()).toBe(true);
    await play.page.close();
  });
});

test('neurons are silenced and get a pulse by their rows, the learning rate changes, and the checkpoint has it', async () => {
  const play = await pages.open('#v=1&scenario=digits-lif&backend=events&pin=h1.0');
  const { page } = play;
  await play.train({ speed: 'Home' });
  await page.locator('.outcome', { hasText: 'epoch 1' }).waitFor();
  await page.keyboard.press(' ');
  await page.locator('.outcome', { hasText: 'paused' }).waitFor();

  await page.getByRole('radio', { name: 'Silence' }).check();
  const raster = page.locator('.time-raster .time-surface');
  await raster.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const stimuli = page.getByRole('list', { name: 'Pulses and silenced neurons' });
  await stimuli.getByText('h1: 0').waitFor();

  await page.getByRole('radio', { name: 'Pulse' }).check();
  await page.getByRole('spinbutton', { name: 'Amplitude' }).fill('50');
  await page.getByRole('spinbutton', { name: 'Steps', exact: true }).fill('2');
  await page.getByRole('checkbox', { name: 'where I click' }).uncheck();
  await page.getByRole('spinbutton', { name: 'At step' }).fill('4');
  await page.getByRole('spinbutton', { name: 'At step' }).press('Tab');
  await raster.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await stimuli.getByText('h1: 1 · +50 · steps 4–5').waitFor();

  await page.getByRole('button', { name: 'Double the learning rate' }).click();
  await play.button('Step').click();
  await page.getByText('now 0.006').waitFor();

  await page.getByRole('button', { name: 'Show all' }).click();
  const csv = await play.fromMenu('Options of Spikes', 'Save as CSV');
  const spikes = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string, string]);
  const last = Math.floor(Math.max(...spikes.map(([step]) => Number(step))) / 25) * 25;
  const newest = spikes
    .map(([step, layer, unit]) => ({ step: Number(step) - last, neuron: `${layer}.${unit}` }))
    .filter(({ step }) => step >= 0);
  expect(newest.filter(({ neuron }) => neuron === 'h1.0')).toEqual([]);
  expect(newest.filter(({ neuron }) => neuron === 'h1.1').map(({ step }) => step)).toEqual(
    expect.arrayContaining([4, 5]),
  );

  await play.button('Stop').click();
  await play.ended(/interrupted/);
  const { name, bytes } = await play.download('Checkpoint');
  const { reason, step, tensors } = decodeCheckpoint(new Uint8Array(bytes), name);
  expect([reason, step]).toEqual(['interrupted', expect.any(Number)]);
  const weights = tensors.find((tensor) => tensor.name === 'h1.weight')!;
  expect(weights.shape).toEqual([200, 64]);
  expect(weights.values.subarray(0, 64).every((weight) => weight === 0)).toBe(true);
  expect(weights.values.subarray(64, 128).some((weight) => weight !== 0)).toBe(true);
  const scenario = await play.download('Scenario');
  expect(scenario.bytes.toString()).toBe(await play.text());

  // The next run begins with the pulse, not with what was done to the weights of this one.
  await play.train({ speed: 'Home' });
  await page.locator('.outcome', { hasText: 'running, epoch 1' }).waitFor();
  await page.locator('output.presentation', { hasText: /sample 0|\d presentations/ }).waitFor();
  expect(await stimuli.getByRole('listitem').allTextContents()).toEqual(['Pulseh1: 1 · +50 · steps 4–5Remove']);
  const again = await play.fromMenu('Options of Spikes', 'Save as CSV');
  expect(again.split('\n').filter((line) => line.endsWith(',h1,1'))).toEqual(
    expect.arrayContaining(['4,h1,1', '5,h1,1']),
  );
  await stimuli.getByRole('button', { name: /^Remove: pulse h1: 1/ }).click();
  await stimuli.waitFor({ state: 'hidden' });
  await page.close();
});

test('a run at full speed obeys at once, and each batch can be stepped through', async () => {
  const play = await pages.open();
  const { page } = play;
  // However late somebody comes to press the button, the run goes on.
  await play.type(DIGITS.replace('epochs: 30', 'epochs: 3000'));
  await play.train();
  await page.getByText(/^running, epoch (?!1 )/).waitFor();
  await play.button('Pause').click();
  const paused = page.locator('.outcome', { hasText: 'paused' });
  await paused.waitFor();
  /** The run tells of a change after everything that it learned before. */
  const batchesAtChange = async (change: 'Double' | 'Halve'): Promise<number> => {
    await play.button(`${change} the learning rate`).click();
    await page.getByText(/^now .+, from the next batch/).waitFor();
    return play.batches();
  };
  const held = await batchesAtChange('Double');
  expect(held).toBeGreaterThan(0);
  for (const [steps, change] of [
    [1, 'Halve'],
    [2, 'Double'],
  ] as const) {
    await play.button('Step').click();
    await page.getByText(/^now [^,]+$/).waitFor();
    expect(await batchesAtChange(change)).toBe(held + steps);
  }
  expect(await paused.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await play.button('Stop').click();
  await play.ended(/interrupted/);
  await page.close();
});
