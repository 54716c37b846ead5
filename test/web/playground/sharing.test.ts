import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { openPlayground } from './playground-page.js';

const DIGITS = readFileSync(new URL('../../../scenarios/digits-lif.yaml', import.meta.url), 'utf8');

const pages = await openPlayground();

test('a link with garbage says so, opens the usual, and never becomes HTML', async () => {
  const script = encodeURIComponent('<img src=x onerror="document.title=1">');
  const play = await pages.open(`#v=1&scenario=${script}&seed=${script}&text=AAAA&backend=${script}`);
  const complaint = play.page.getByRole('alert').filter({ hasText: 'The link was not understood in full' });
  await complaint.waitFor();
  expect(await complaint.getByRole('listitem').allTextContents()).toEqual([
    expect.stringContaining('seed: expected a whole number >= 0, got "<img'),
    expect.stringContaining('backend: expected the name of a backend, got "<img'),
    expect.stringContaining('There is no scenario "<img src=x'),
  ]);
  expect(await play.page.locator('img').count()).toBe(0);
  expect(await play.text()).toContain('name: digits-lif');
  await play.page.evaluate(`location.hash = '#v=1&scenario=xor-lif&seed=5'`);
  await expect.poll(() => play.text()).toContain('name: xor-lif');
  expect(await complaint.isVisible()).toBe(false);
  await play.page.close();
});

test('a link that is too long for some programs says so, and still works', async () => {
  const play = await pages.open('#scenario=xor-lif');
  // Digits of powers: nothing that could be made much shorter.
  const noise = Array.from({ length: 300 }, (_, k) => `# ${7n ** BigInt(60 + k)}`).join('\n');
  await play.type(`${noise.slice(0, 20_000)}\n${await play.text()}`);
  await play.page.getByText(/^This link has \d{4,5} characters; some programs cut links beyond 8000\./).waitFor();
  const text = await play.lines();
  await play.page.reload();
  expect(await play.lines()).toBe(text);
  await play.page.close();
});

test('a link that is not understood stays in the address until something is changed', async () => {
  const play = await pages.open();
  const { page } = play;
  const link = `${pages.url}#v=2&scenario=xor-lif`;
  await page.goto(link);
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'The link is of version "2"' }).waitFor();
  await page.waitForTimeout(1500);
  expect(page.url()).toBe(link);
  await play.button('Next seed').click();
  await expect.poll(() => page.url()).toMatch(/#v=1&scenario=digits-lif&.*seed=1/);
  await page.close();
});

test('the link that is copied is that of the experiment as it is at that moment', async () => {
  const play = await pages.open();
  const { page } = play;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const [before, copied] = await page.evaluate<[string, string]>(`(async () => {
    const press = (name) => [...document.querySelectorAll('button')].find((one) => one.textContent === name).click();
    press('Next seed');
    const before = location.href;
    press('Copy link');
    while (![...document.querySelectorAll('button')].some((one) => one.textContent === 'Copied'))
      await new Promise(requestAnimationFrame);
    return [before, await navigator.clipboard.readText()];
  })()`);
  expect(before).toBe(pages.url);
  expect(copied).toMatch(/#v=1&scenario=digits-lif&.*seed=1&backend=events$/);
  expect(page.url()).toBe(copied);
  await page.close();
});

test('what a person wrote comes back when another scenario has taken its place', async () => {
  const play = await pages.open('#scenario=digits-lif');
  const choice = play.page.getByRole('combobox', { name: 'Scenario' });
  const first = async (): Promise<string> => (await play.text()).split('\n')[0]!;
  const mine = '# Mine.';
  await play.type(`${mine}\n${DIGITS}`);
  for (const name of ['xor-lif', 'digits-lif']) {
    if (name === 'digits-lif') await play.button('Reset').click();
    else await choice.selectOption(name);
    expect(await first()).not.toBe(mine);
    expect(await choice.inputValue()).toBe(name);
    await play.editor.press('Control+z');
    expect(await first()).toBe(mine);
    expect(await choice.inputValue()).toBe('digits-lif');
    await play.link(/scenario=digits-lif/);
  }
  await choice.selectOption('xor-lif');
  await play.page.locator('button.train:enabled').waitFor();
  await expect.poll(async () => (await play.download('Scenario')).name).toBe('xor-lif-scenario.yaml');
  await play.page.close();
});

test('Escape, then Tab leaves the editor; Tab alone indents', async () => {
  const play = await pages.open();
  await play.editor.focus();
  await play.page.keyboard.press('Control+Home');
  await play.page.keyboard.press('Tab');
  expect(await play.text()).toMatch(/^ {2}# A spiking/);
  await play.page.keyboard.press('Escape');
  await play.page.keyboard.press('Tab');
  const focused = await play.page.evaluate('document.activeElement.className');
  expect(focused).not.toBe('editor');
  await play.page.close();
});
