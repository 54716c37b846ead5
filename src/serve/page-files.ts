import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { HeavisideError } from '../core/heaviside-error.js';
import { packageFile } from '../record/package-file.js';

/** One thing that the server hands out. */
export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** Everything that the server hands out, by the path that asks for it. There is nothing else, on any path. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** A unit step: what the program is named after. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0072b2"/>' +
  '<path d="M2 12h6V4h6" fill="none" stroke="#fff" stroke-width="2"/></svg>';

const FILES = [
  { path: '', name: 'index.html', type: 'text/html; charset=utf-8' },
  { path: 'live.js', name: 'live.js', type: 'text/javascript; charset=utf-8' },
  { path: 'live.css', name: 'live.css', type: 'text/css; charset=utf-8' },
] as const;

/**
 * Reads the built page into memory, once.
 *
 * @param folder Where it lies, ending in `/`; that of this copy of Heaviside unless told.
 * @throws HeavisideError `HV_NOT_BUILT`, kind `machine`, when it has not been built.
 */
export async function pageFiles(folder: URL = packageFile('dist/web/live/')): Promise<PageFiles> {
  const files = new Map<string, PageFile>([['favicon.ico', { type: 'image/svg+xml', content: Buffer.from(ICON) }]]);
  for (const { path, name, type } of FILES) {
    const file = fileURLToPath(new URL(name, folder));
    const content = await readFile(file).catch((cause: Error) => {
      const message = `the page cannot be served: ${file} cannot be read: ${cause.message}`;
      throw new HeavisideError('HV_NOT_BUILT', 'machine', message, { remedy: 'npm run build', facts: { file }, cause });
    });
    files.set(path, { type, content });
  }
  return files;
}
