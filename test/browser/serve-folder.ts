import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** A folder behind a path of a plain web server. */
export interface FolderServer {
  readonly url: string;
  /** Paths that were asked for, in their order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the files of a folder below `/some/path/` on a free port of this machine, and nothing else.
 *
 * @param isolated Whether its pages are cross-origin isolated and may share memory with their workers.
 */
export async function serveFolder(folder: string, { isolated }: { readonly isolated: boolean }): Promise<FolderServer> {
  const base = '/some/path/';
  const headers = isolated ? isolationHeaders() : {};
  const asked: string[] = [];
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://page');
    asked.push(pathname);
    const name = pathname.startsWith(base) ? pathname.slice(base.length) || 'index.html' : '';
    if (!/^\w[\w.-]*$/.test(name)) return response.writeHead(404).end();
    const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
    const file = createReadStream(path.join(folder, name));
    file.once('error', () => response.writeHead(404).end());
    file.once('open', () => {
      response.writeHead(200, { 'Content-Type': type, ...headers });
      file.pipe(response);
    });
    return undefined;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    asked,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** Those with which `npm run playground` serves. */
function isolationHeaders(): OutgoingHttpHeaders {
  const file = new URL('../../src/web/isolation-headers.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as OutgoingHttpHeaders;
}
