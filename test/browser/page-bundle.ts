import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));

/** A folder with the page's script, `page.js`, for a browser. */
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
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
