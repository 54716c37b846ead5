import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { HeavisideError } from '../core/heaviside-error.js';
import { packageFile } from '../record/package-file.js';

/** Pages in one file, as they are built: `dist/web/<name>.html`. */
export type PageName = 'report' | 'compare' | 'sweep';

/**
 * A built page without data.
 *
 * @param path Where it lies; that of this copy of Heaviside unless told.
 * @throws HeavisideError `HV_NOT_BUILT`, kind `machine`, when the pages have not been built.
 */
export function pageTemplate(
  name: PageName,
  path: string = fileURLToPath(packageFile(`dist/web/${name}.html`)),
): string {
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
