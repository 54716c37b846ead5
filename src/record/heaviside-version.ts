import { readFileSync } from 'node:fs';

/** The version of this copy of Heaviside, as in its package.json. */
export function heavisideVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
