import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What a module loads when it runs; types are gone by then. */
function importsOf(module: URL): string[] {
  const source = readFileSync(module, 'utf8');
  return [...source.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from '([^']+)'/gm)].map(([, from]) => from!);
}

/** Everything outside of this project that a module loads, itself or through others. */
function loaded(module: URL, seen = new Set<string>()): string[] {
  if (seen.has(module.href)) return [];
  seen.add(module.href);
  return importsOf(module).flatMap((from) =>
    from.startsWith('.') ? loaded(new URL(from.replace(/\.js$/, '.ts'), module), seen) : [from],
  );
}

test('no stream loads a module of Node, so that a page can use it', () => {
  const folder = new URL('../../src/streams/', import.meta.url);
  const names = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((name) => name.endsWith('.ts')))
    expect({ name, loads: new Set(loaded(new URL(name, folder))) }).toEqual({
      name,
      loads: expect.toSatisfy((packages: Set<string>) => [...packages].every((from) => !from.startsWith('node:'))),
    });
});
