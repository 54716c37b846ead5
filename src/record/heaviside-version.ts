import { existsSync, readFileSync } from 'node:fs';

/** The version of this copy of Heaviside, as in its package.json; source and build lie at different depths below it. */
export function heavisideVersion(): string {
  let file = new URL('../../package.json', import.meta.url);
  while (!existsSync(file)) file = new URL('../package.json', file);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
