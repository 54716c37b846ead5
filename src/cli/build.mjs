// Bundles the command line: reading some 700 modules, one file each, took more than half of the time of a short run.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { writeBuilt } from '../web/write-built.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages that may be missing, or that only some runs load. */
const LEFT_OUT = ['bullmq', 'gpu.js', 'h5wasm', 'ioredis', 'junit-report-builder'];

const { output } = await build({
  root,
  configFile: false,
  // What bundlers warn of is how packages are put together; an error ends the build.
  logLevel: 'error',
  build: {
    ssr: 'src/cli/main.ts',
    write: false,
    target: 'node20',
    // The text of kernels is compiled by gpu.js while they run.
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
  },
  ssr: { noExternal: true, external: LEFT_OUT },
});
// The entry last: until then the old one finds all its parts.
const files = output.map(({ fileName, type, code, source }) => [`cli/${fileName}`, type === 'chunk' ? code : source]);
const [entry] = files.splice(
  files.findIndex(([name]) => name === 'cli/main.js'),
  1,
);
writeBuilt(['cli'], [...files, entry]);
