import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/reporters/closing-line.ts'],
    setupFiles: ['./test/property-runs.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A machine that does much else may take its time.
    expect: { poll: { timeout: 30_000 } },
    // Vitest leaves a core free unless told; the machines of continuous integration have two.
    maxWorkers: '100%',
  },
});
