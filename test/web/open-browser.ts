import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

import { findChromium } from '../browser/find-chromium.js';
import { bundlePage } from '../browser/page-bundle.js';
import { serveFolder } from '../browser/serve-folder.js';

/** How a page is looked at. */
export interface Looks {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly dark?: boolean;
  readonly touch?: boolean;
  /** Nothing can be reached: as if the cable were out. */
  readonly offline?: boolean;
}

/** A browser for tests. Errors and messages of its pages are kept: a test asks for them at its end. */
export interface TestBrowser {
  readonly complaints: readonly string[];
  /** A blank page in a context of its own. */
  open(looks?: Looks): Promise<Page>;
  close(): Promise<void>;
}

/** What a browser is started with. */
export interface BrowserOptions {
  /**
   * Whether there is a graphics device, in software: WebGL2 and WebGPU need one. Pages that only draw on canvases are
   * faster without; there is none unless asked for.
   */
  readonly graphics?: boolean;
}

/** Nothing is fetched from anywhere. */
const FLAGS = [
  ...['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  '--disable-component-update',
];
/** Both WebGL2 and WebGPU run on the software renderer. */
const GRAPHICS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--enable-unsafe-webgpu'];

/** Starts a headless Chromium. */
export async function openBrowser({ graphics = false }: BrowserOptions = {}): Promise<TestBrowser> {
  const args = [...FLAGS, ...(graphics ? GRAPHICS : ['--disable-gpu'])];
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  return {
    complaints,
    async open({ width = 1440, height = 900, scale = 1, dark = false, touch = false, offline = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: scale,
        colorScheme: dark ? 'dark' : 'light',
        hasTouch: touch,
        offline,
        acceptDownloads: true,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          complaints.push(`${message.type()}: ${message.text()}`);
      });
      return page;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
    },
  };
}

/** A script of `test/web-page` in pages of a browser, served on this machine only. */
export interface ScriptPages {
  open(looks?: Looks): Promise<Page>;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Bundles a script of `test/web-page` and serves it. */
export async function serveScript(entry: string, options?: BrowserOptions): Promise<ScriptPages> {
  const bundle = await bundlePage(path.resolve(import.meta.dirname, '../web-page', entry));
  const server = await serveFolder(bundle.folder, { isolated: true });
  const browser = await openBrowser(options);
  return {
    complaints: browser.complaints,
    async open(looks) {
      const page = await browser.open(looks);
      await page.goto(server.url);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      bundle.remove();
    },
  };
}
