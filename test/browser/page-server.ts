import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Contract</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';

/** With these a page is cross-origin isolated and may share memory with its workers. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder, and a page that loads its `page.js`, on a free port of this machine only. */
export async function servePage(folder: string, isolated: boolean): Promise<PageServer> {
  const server = createServer(({ url = '/' }, response) => {
    const file = path.join(folder, path.basename(new URL(url, 'http://page').pathname));
    const known = url !== '/' && existsSync(file);
    response.writeHead(known || url === '/' ? 200 : 404, {
      'Content-Type': url === '/' ? 'text/html' : (TYPES[path.extname(file)] ?? 'application/octet-stream'),
      ...(isolated ? ISOLATION : {}),
    });
    if (known) createReadStream(file).pipe(response);
    else response.end(url === '/' ? PAGE : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
