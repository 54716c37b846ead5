import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { HeavisideError } from '../core/heaviside-error.js';

/** Pages in one file, as they are built: `dist/web/<name>.html`. */
export type PageName = 'report' | 'compare';

/** Where the built pages lie: beside package.json, from the source as from the build. */
function builtPage(name: PageName): string {
  let file = new URL('../../package.json', import.meta.url);
  while (!existsSync(file)) file = new URL('../package.json', file);
  return fileURLToPath(new URL(`dist/web/${name}.html`, file));
}

/**
 * A built page without data.
 *
 * @param path Where it lies; that of this copy of Heaviside unless told.
 * @throws HeavisideError `HV_NOT_BUILT`, kind `machine`, when the pages have not been built.
 */
export function pageTemplate(name: PageName, path: string = builtPage(name)): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const message = `${path}: expected the page of a report, got ${(cause as NodeJS.ErrnoException).code ?? 'no file'}`;
    throw new HeavisideError('HV_NOT_BUILT', 'machine', message, {
      remedy: 'npm run build',
      facts: { path },
      cause,
    });
  }
}
