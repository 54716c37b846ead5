import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file}`);

/** Files that put other modules in the place of ours need a module graph of their own. */
const replacing = tests.filter((file) => readFileSync(root + file, 'utf8').includes('vi.mock('));

export default defineConfig({
  root,
  test: {
    reporters: ['default', './test/reporters/closing-line.ts'],
    // Vitest leaves a core free unless told; the machines of continuous integration have two.
    maxWorkers: '100%',
    projects: [
      // All others share the modules that a worker has read: importing them for each file took a sixth of the time.
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: replacing, isolate: false } },
      { extends: true, test: { name: 'own', include: replacing, isolate: true } },
    ],
    setupFiles: ['./test/property-runs.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A machine that does much else may take its time.
    expect: { poll: { timeout: 30_000 } },
  },
});
