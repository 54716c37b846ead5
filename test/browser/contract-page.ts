import { chromium } from 'playwright-core';
import type { DeviceFacts } from '../../src/backends/backend.js';
import type { CaseResult, ContractReport } from '../contract/run-contract.js';
import { findChromium } from './find-chromium.js';
import type { InPage } from './page.js';
import { bundlePage } from './page-bundle.js';
import { serveFolder } from './serve-folder.js';

/** WebGL2 and WebGPU without a graphics card, on SwiftShader; no sandbox (root), no traffic of the browser's own. */
const FLAGS = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A page of a headless Chromium with the contract and all backends loaded. */
export interface ContractPage {
  /** The browser's version. */
  readonly browser: string;
  abilities(): ReturnType<InPage['abilities']>;
  unavailable(backend: string): Promise<string | undefined>;
  /** What a backend says it would run on. */
  device(backend: string): Promise<DeviceFacts | undefined>;
  runOne(backend: string, name: string): Promise<CaseResult>;
  /** What is wrong with a free run with events, see `caseProblems`. */
  eventProblems(backend: string, name: string): ReturnType<InPage['eventProblems']>;
  /** Takes the device away from under a session. */
  loseDevice(backend: string): ReturnType<InPage['loseDevice']>;
  run(backend: string): Promise<ContractReport>;
  /** Errors that nobody in the page caught, and what it wrote to its console as a warning or an error. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens the page.
 *
 * @param isolated Whether the page is cross-origin isolated, so that threads may share memory.
 * @throws Error with the remedy when there is no Chromium.
 */
export async function openContractPage({ isolated }: { readonly isolated: boolean }): Promise<ContractPage> {
  const executablePath = findChromium();
  const undo: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const bundle = await bundlePage();
    undo.push(bundle.remove);
    const server = await serveFolder(bundle.folder, { isolated });
    undo.push(server.close);
    const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
    undo.push(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => complaints.push('the page crashed'));
    page.on('console', (message) => {
      // Every read-back makes a software renderer wait; it says so once a context.
      const slow = message.text().includes('GL Driver Message (OpenGL, Performance');
      if ((message.type() === 'warning' && !slow) || message.type() === 'error')
        complaints.push(`${message.type()}: ${message.text()}`);
    });
    await page.goto(server.url);
    // Texts, not functions: a function would bring along what a test runner puts into it.
    const call = (what: keyof InPage, ...values: readonly string[]) =>
      page.evaluate(`inPage.${what}(${values.map((value) => JSON.stringify(value)).join(', ')})`);
    await page.waitForFunction('globalThis.inPage !== undefined', undefined, { timeout: 30_000 }).catch((error) => {
      throw new Error(`the page did not load: ${complaints.join('; ') || String(error)}`);
    });
    return {
      browser: browser.version(),
      abilities: () => call('abilities') as ReturnType<InPage['abilities']>,
      unavailable: (backend) => call('unavailable', backend) as Promise<string | undefined>,
      device: (backend) => call('device', backend) as Promise<DeviceFacts | undefined>,
      runOne: (backend, name) => call('runOne', backend, name) as Promise<CaseResult>,
      eventProblems: (backend, name) => call('eventProblems', backend, name) as ReturnType<InPage['eventProblems']>,
      loseDevice: (backend) => call('loseDevice', backend) as ReturnType<InPage['loseDevice']>,
      run: (backend) => call('run', backend) as Promise<ContractReport>,
      complaints,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
