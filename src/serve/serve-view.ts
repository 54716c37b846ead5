import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocketServer } from 'ws';

import { HeavisideError } from '../core/heaviside-error.js';
import { VIEW_PROTOCOL } from '../streams/frames/view-protocol.js';
import { answerFile, answerRefusal, refuseUpgrade } from './answer.js';
import { type Addressed, type Addressee, checkRequest, type Refusal } from './check-request.js';
import type { PageFiles } from './page-files.js';
import { refuseSocket } from './refuse-socket.js';
import { SERVE_LIMITS, type ServeLimits } from './serve-limits.js';
import { reachableHost, servedHosts, urlHost } from './served-hosts.js';
import type { ServedRun } from './served-run.js';
import { ViewClients } from './view-clients.js';

/** How views are served. */
export interface ServeOptions {
  readonly page: PageFiles;
  /** Address to listen on; omitted: this machine only. When it is given, the address that is asked needs a random token. */
  readonly host?: string | undefined;
  /** Omitted: one that is free. */
  readonly port?: number | undefined;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** Those of `SERVE_LIMITS` unless told. */
  readonly limits?: ServeLimits;
}

/** A server that is there. */
export interface ViewServer {
  /** What to open in a browser. */
  readonly address: string;
  /** Sends what waits to those who take it, closes every connection, and resolves when none is left. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Serves the page on which runs are watched, and their frames over sockets. Nothing of the file system can be asked for:
 * there is a fixed table of what there is.
 *
 * @throws HeavisideError `HV_SERVE`, kind `machine`, when nothing can be served at that address and port.
 */
export async function serveView(runs: readonly ServedRun[], options: ServeOptions): Promise<ViewServer> {
  const { host = LOOPBACK, now, limits = SERVE_LIMITS } = options;
  const token = options.host === undefined ? undefined : randomBytes(24).toString('base64url');
  const server = createServer({
    headersTimeout: limits.headers,
    requestTimeout: limits.idle,
    keepAliveTimeout: limits.headers,
    connectionsCheckingInterval: limits.tick,
    maxHeaderSize: limits.headerBytes,
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idle);
  await listening(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const addressee: Addressee = { hosts: servedHosts(host, port), token };
  const clients = new ViewClients(runs, now, limits);
  const sockets = socketServer(limits);
  server.on('request', (request, response) => {
    const checked = checkRequest(asked(request), addressee, 'any');
    const file = 'status' in checked ? undefined : options.page.get(checked.path);
    if (file) return answerFile(response, file);
    answerRefusal(response, 'status' in checked ? checked : NOTHING);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const checked = checkUpgrade(request, addressee);
    if ('status' in checked) return refuseUpgrade(socket, checked);
    if (clients.count >= limits.sockets) return refuseUpgrade(socket, FULL);
    sockets.handleUpgrade(request, socket, head, (connected) => {
      // What is wrong with a socket also closes it.
      connected.on('error', () => undefined);
      const version = new URLSearchParams(checked.query).get('view');
      if (version === VIEW_PROTOCOL.version) clients.add(connected);
      else refuseSocket(connected, VIEW_PROTOCOL.otherVersion, OTHER_VERSION);
    });
  });
  return {
    address: `http://${urlHost(reachableHost(host))}:${port}/${token === undefined ? '' : `${token}/`}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await clients.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const OTHER_VERSION = 'this page is of another version of Heaviside';
const NOTHING: Refusal = { status: 404, reason: 'there is nothing here' };
const FULL: Refusal = { status: 503, reason: 'too many sockets' };

function asked({ method, url, headers }: IncomingMessage): Parameters<typeof checkRequest>[0] {
  return { method, url, host: headers.host, origin: headers.origin };
}

function checkUpgrade(request: IncomingMessage, addressee: Addressee): Addressed | Refusal {
  const checked = checkRequest(asked(request), addressee, 'own');
  return 'status' in checked || checked.path === VIEW_PROTOCOL.path ? checked : NOTHING;
}

function socketServer({ message, closing }: ServeLimits): WebSocketServer {
  // The package's types do not know its option `closeTimeout` yet.
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: message,
    closeTimeout: closing,
  };
  return new WebSocketServer(options);
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      // Too many open files: whoever wanted to connect must try again.
      server.on('error', () => undefined);
      resolve();
    });
  }).catch((cause: NodeJS.ErrnoException) => {
    const { what, remedy } = TROUBLE[cause.code ?? ''] ?? { what: cause.message, remedy: OTHER };
    const message = `cannot serve at ${urlHost(host)}:${port}: ${what}`;
    throw new HeavisideError('HV_SERVE', 'machine', message, { remedy, facts: { host, port }, cause });
  });
}

const OTHER = 'Choose another address with --host, or another port with --port.';
const TROUBLE: Readonly<Record<string, { readonly what: string; readonly remedy: string }>> = {
  EADDRINUSE: {
    what: 'the port is taken',
    remedy: 'Choose another port with --port, or none: a free one is then found.',
  },
  EACCES: { what: 'the port may not be used', remedy: 'Choose a port from 1024 on, or none.' },
  EADDRNOTAVAIL: { what: 'this machine has no such address', remedy: OTHER },
  ENOTFOUND: { what: 'there is no machine of that name', remedy: OTHER },
};
