import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** With these a page is cross-origin isolated and may share memory with its workers. */
const ISOLATION = JSON.parse(readFileSync(new URL('isolation-headers.json', import.meta.url), 'utf8'));

/**
 * A worker is text within its page, which therefore starts it without a network. The text of kernels is compiled by gpu.js
 * while they run: it stays as it is written, apart from blanks.
 */
const WORKER_OUTPUT = {
  codeSplitting: false,
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
};

/** What all pages have in common; build.mjs names their scripts. */
export default defineConfig({
  root,
  // Pages are opened from disk and from any path of a web server.
  base: './',
  publicDir: false,
  // What bundlers warn of is how Node's modules are left out of pages; an error ends the build.
  logLevel: 'error',
  worker: { format: 'es', rolldownOptions: { output: WORKER_OUTPUT } },
  build: { target: 'es2023', modulePreload: false, reportCompressedSize: false, assetsInlineLimit: 0 },
  preview: { host: '127.0.0.1', headers: ISOLATION },
});
