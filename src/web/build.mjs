// Builds the pages: one file each for reports, and folders for the live page and the playground. Everything is built
// before anything is written, each file under its name only when it is whole, so that what is in dist stays usable.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

import { writeBuilt } from './write-built.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the script of a page. @returns Its files by name: one script, its styles, and what they load. */
async function bundled(name, format) {
  const assetFileNames = ({ names: [asset = ''] }) =>
    asset.endsWith('.css') ? `${name}.css` : '[name]-[hash][extname]';
  const output = { entryFileNames: `${name}.js`, assetFileNames, format, codeSplitting: false };
  const result = await build({
    configFile: join(root, 'src/web/vite.config.mjs'),
    build: {
      write: false,
      cssCodeSplit: false,
      rolldownOptions: { input: { [name]: join(root, 'src/web', name, 'main.ts') }, output },
    },
  });
  const files = [result].flat().flatMap((made) => made.output);
  return new Map(files.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function html({ title, policy, head = '', body = '' }) {
  const rule = policy && `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${rule ?? ''}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;
}

/** A page in one file, with an empty element for its data: a script of a type that no browser runs. */
async function single(name, title) {
  const files = await bundled(name, 'iife');
  const style = files.get(`${name}.css`);
  // Within strings this is the same text; within a page it would end the script.
  const script = files.get(`${name}.js`).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const data = '<script type="application/octet-stream" id="data"></script>';
  const page = html({ title, policy, head: `<style>${style}</style>`, body: `${data}\n<script>${script}</script>` });
  return [[`web/${name}.html`, page]];
}

/** A page that loads its script and styles from beside itself, wherever that is. */
async function folder(path, name, title, { policy } = {}) {
  const files = await bundled(name, 'es');
  const head = `<link rel="stylesheet" href="./${name}.css">\n<script type="module" src="./${name}.js"></script>`;
  return [...files, ['index.html', html({ title, policy, head })]].map(([file, content]) => [
    `${path}/${file}`,
    content,
  ]);
}

/** WebAssembly is compiled, and workers start from text, so that they are under this policy, too. */
const PLAYGROUND_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  'worker-src blob:',
  "style-src 'self'",
  "connect-src 'none'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
];

const started = performance.now();
const pages = [
  single('report', 'Heaviside report'),
  single('compare', 'Heaviside comparison'),
  single('sweep', 'Heaviside sweep'),
  folder('web/live', 'live', 'Heaviside'),
  folder('playground', 'playground', 'Heaviside playground', { policy: PLAYGROUND_POLICY }),
];
writeBuilt(['web', 'web/live', 'playground'], (await Promise.all(pages)).flat());
if (process.argv.includes('--time')) console.log(`pages: ${((performance.now() - started) / 1000).toFixed(1)} s`);
