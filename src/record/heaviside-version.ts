import { readFileSync } from 'node:fs';

import { packageFile } from './package-file.js';

/** The version of this copy of Heaviside, as in its package.json. */
export function heavisideVersion(): string {
  return (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version;
}
