// Compiles the WebAssembly kernels and embeds them as text, so that importing them is one import in Node, in a worker,
// in Vite and in Vitest. Two modules of the same source: one for memory that threads share, one for memory of its own
// (a page that is not cross-origin isolated has no shared memory). The float64 products are a module of their own.
// What was made of the same sources by the same compiler stays as it is.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = new URL('generated/', import.meta.url);

/** 64 KiB pages; the largest memory that 32-bit addresses reach, less a page that the engines keep. */
const MAXIMUM_PAGES = 65535;

async function compiled(name, flags, entry = 'assembly') {
  const file = `kernels/wasm/generated/${name}.wasm`;
  const { error, stderr } = await asc.main(
    [
      `kernels/wasm/${entry}/index.ts`,
      '--baseDir',
      root,
      '--outFile',
      file,
      '-O3',
      '--noAssert',
      '--converge',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      ...flags,
    ],
    {},
  );
  if (error) throw new Error(`${stderr.toString()}\n${error.message}`);
  return readFileSync(new URL(`${name}.wasm`, output)).toString('base64');
}

/** Bytes at the front of the memory that a module needs for its own constants, in whole pages. */
async function moduleBytes(base64) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(Buffer.from(base64, 'base64'), { env: { memory, abort() {} } });
  return 65536 * Math.ceil(instance.exports.heapBase() / 65536);
}

/** SHA-256 of all that the modules are made of. */
function digestOfSources() {
  const hash = createHash('sha256').update(asc.version);
  const sources = ['assembly', 'products'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, import.meta.url)).map((name) => `${folder}/${name}`),
  );
  for (const name of ['build.mjs', ...sources.sort()])
    hash.update(`\n${name}\n`).update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex');
}

const digest = digestOfSources();
const digestFile = new URL('sources.sha256', output);
if (existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) process.exit(0);

mkdirSync(output, { recursive: true });
const unshared = await compiled('unshared', []);
const shared = await compiled('shared', [
  '--enable',
  'threads',
  '--sharedMemory',
  '--maximumMemory',
  String(MAXIMUM_PAGES),
]);
writeFileSync(
  new URL('kernel-modules.ts', output),
  `// Made by kernels/wasm/build.mjs from kernels/wasm/assembly.

/** WebAssembly modules in base64, by the kind of memory that they import. */
export const KERNEL_MODULES = {
  unshared:
    '${unshared}',
  shared:
    '${shared}',
} as const;

/** Bytes at the front of the memory that belong to a module's own constants. */
export const MODULE_BYTES = ${await moduleBytes(unshared)};

/** 64 KiB pages that the memory may grow to; the shared module demands exactly this maximum. */
export const MAXIMUM_PAGES = ${MAXIMUM_PAGES};
`,
);

const products = await compiled('products', [], 'products');
writeFileSync(
  new URL('product-module.ts', output),
  `// Made by kernels/wasm/build.mjs from kernels/wasm/products.

/** WebAssembly module of the float64 products, in base64. */
export const PRODUCT_MODULE =
  '${products}';

/** Bytes at the front of the memory that belong to the module's own constants. */
export const PRODUCT_MODULE_BYTES = ${await moduleBytes(products)};
`,
);

// Last: it vouches for the others.
writeFileSync(digestFile, digest);
