import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const web = path.resolve(import.meta.dirname, '../../src/web');

/** A folder with the live page, made of its source. */
export interface LiveFolder {
  /** Ends in `/`. */
  readonly url: URL;
  remove(): void;
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Heaviside</title>
<link rel="stylesheet" href="./live.css"><script type="module" src="./live.js"></script></head><body></body></html>`;

/** Bundles the live page into a temporary folder. */
export async function bundleLivePage(): Promise<LiveFolder> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaviside-live-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      configFile: path.join(web, 'vite.config.mjs'),
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: true,
        cssCodeSplit: false,
        minify: false,
        rolldownOptions: {
          input: { live: path.join(web, 'live/main.ts') },
          output: { entryFileNames: 'live.js', assetFileNames: 'live[extname]' },
        },
      },
    });
    writeFileSync(path.join(folder, 'index.html'), PAGE);
  } catch (error) {
    remove();
    throw error;
  }
  return { url: pathToFileURL(`${folder}/`), remove };
}
