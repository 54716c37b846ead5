import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>
<link rel="icon" href="data:,"><script type="module" src="./page.js"></script></head><body></body></html>`;

/** A folder with a page for a browser: `index.html` and its script, `page.js`. */
export interface PageBundle {
  readonly folder: string;
  remove(): void;
}

/**
 * Bundles a script for a browser, into a temporary folder.
 *
 * @param entry Path of the script; the contract with all backends unless given.
 */
export async function bundlePage(entry = path.join(here, 'page.ts')): Promise<PageBundle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaviside-page-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      configFile: false,
      root: path.resolve(here, '../..'),
      logLevel: 'error',
      publicDir: false,
      define: { 'process.env.NODE_ENV': '"test"' },
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'esnext',
        minify: false,
        lib: { entry, formats: ['es'], fileName: () => 'page.js' },
      },
    });
    writeFileSync(path.join(folder, 'index.html'), PAGE);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
