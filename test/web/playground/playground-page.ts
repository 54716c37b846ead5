import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';

import { serveFolder } from '../../browser/serve-folder.js';
import { type Looks, openBrowser } from '../open-browser.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../dist/playground');

/** The built playground in pages of a browser. */
interface PlaygroundPages {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** @param hash What stands behind `#`. */
  open(hash?: string, looks?: Looks): Promise<PlaygroundPage>;
}

interface PlaygroundOptions {
  /**
   * Whether there is a graphics device, in software, for WebGL2 and WebGPU; none unless asked for: it draws the page as well,
   * and takes three times as long for it.
   */
  readonly graphics?: boolean;
  /** Whether the page may use threads; it may unless told. */
  readonly isolated?: boolean;
  /** Messages of the browser that are nobody's mistake. */
  readonly harmless?: RegExp;
}

/**
 * Opens the playground for a test file, to be called and waited for where the file collects its tests. At the end nothing
 * must have gone wrong unnoticed, and everything is closed.
 *
 * @throws Error when the playground has not been built.
 */
export async function openPlayground({
  graphics = false,
  isolated = true,
  harmless,
}: PlaygroundOptions = {}): Promise<PlaygroundPages> {
  if (!existsSync(path.join(FOLDER, 'index.html')))
    throw new Error('dist/playground is not there: run npm run build first');
  const server = await serveFolder(FOLDER, { isolated });
  const browser = await openBrowser({ graphics });
  afterAll(async () => {
    await browser.close();
    await server.close();
    expect(browser.complaints.filter((text) => !harmless?.test(text))).toEqual([]);
  });
  return {
    url: server.url,
    asked: server.asked,
    async open(hash = '', looks) {
      const page = await browser.open(looks);
      await page.goto(server.url + hash);
      return new PlaygroundPage(page);
    },
  };
}

/** What a person does on the page. */
class PlaygroundPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The editor's text, as it can be typed into. */
  get editor() {
    return this.page.getByRole('textbox', { name: /^Scenario as YAML/ });
  }

  /** Puts another text in the place of the editor's. */
  async type(text: string): Promise<void> {
    await this.editor.press('Control+a');
    await this.page.keyboard.insertText(text);
  }

  /** Number of lines, of which an editor draws only those in sight. */
  async lines(): Promise<string> {
    await this.editor.press('Control+End');
    return (await this.page.locator('.cm-lineNumbers .cm-gutterElement').last().textContent()) ?? '';
  }

  async text(): Promise<string> {
    const lines = await this.page.locator('.cm-line').allTextContents();
    return lines.join('\n');
  }

  /** The address, once it holds something. */
  async link(part: RegExp): Promise<string> {
    await this.page.waitForURL(part);
    return this.page.url();
  }

  /** Begins a run; as fast as it can, unless another key is pressed on the slider. */
  async train({ speed = 'End' }: { readonly speed?: 'End' | 'Home' | 'PageDown' } = {}): Promise<void> {
    await this.page.getByRole('slider', { name: 'Speed' }).press(speed);
    await this.page.locator('button.train:enabled').click();
  }

  /** Waits until training is over. @returns How the run says that it ended. */
  async ended(text: RegExp = /complete/, timeout = 50_000): Promise<string> {
    await this.page.locator('button.train', { hasText: 'Train again' }).waitFor({ timeout });
    const outcome = this.page.locator('.outcome').filter({ hasText: text });
    await outcome.waitFor({ timeout });
    return (await outcome.textContent()) ?? '';
  }

  /** A figure of the run to its last digit. */
  async figure(name: string): Promise<string> {
    return (await this.page.locator(`tr[data-figure="${name}"] td.exact`).textContent()) ?? '';
  }

  /** Batches that were learned so far, and told of. */
  async batches(): Promise<number> {
    const lines = (await this.fromMenu('Options of Learning', 'Save as CSV')).split('\n');
    const [, , step] = lines.findLast((line) => line.includes(',batches,'))?.split(',') ?? [];
    return Number(step);
  }

  /** Saves a chart's figures. */
  async fromMenu(menu: string, choice: string): Promise<string> {
    await this.button(menu).click();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('menuitem', { name: choice }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  }

  /** Presses what downloads a file. */
  async download(name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.button(name).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }
}
