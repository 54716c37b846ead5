import { afterAll, beforeAll } from 'vitest';

import { type PageFiles, pageFiles } from '../../../src/serve/page-files.js';
import { openBrowser, type TestBrowser } from '../open-browser.js';

/** The built live page, and a browser for it. */
export interface LivePages {
  readonly files: PageFiles;
  readonly browser: TestBrowser;
}

/** Has the built live page and a browser ready for the tests of a file. What is read of it before they run is not there. */
export function openLive(): LivePages {
  const pages: { files?: PageFiles; browser?: TestBrowser } = {};
  beforeAll(async () => {
    pages.files = await pageFiles();
    pages.browser = await openBrowser();
  });
  afterAll(() => pages.browser?.close());
  return pages as LivePages;
}

/** Lets time pass in which nothing should happen. */
export const still = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
