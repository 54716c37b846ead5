import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { PageFile } from './page-files.js';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Headers of every answer. */
const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

const STATUS_TEXT = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
  503: 'Service Unavailable',
} as const;

/** An answer that says no. */
export interface Refused {
  readonly status: keyof typeof STATUS_TEXT;
  readonly reason: string;
}

/** Hands a file out; to `HEAD` without its content. */
export function answerFile(response: ServerResponse, { type, content }: PageFile): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': content.length });
  response.end(content);
}

function refusedHeaders({ status, reason }: Refused): Readonly<Record<string, string | number>> {
  return {
    ...HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(`${reason}\n`),
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  };
}

export function answerRefusal(response: ServerResponse, refused: Refused): void {
  response.writeHead(refused.status, refusedHeaders(refused));
  response.end(`${refused.reason}\n`);
}

/** Refuses a request for a socket: an answer by hand, because the server has let go of its connection. */
export function refuseUpgrade(socket: Duplex, refused: Refused): void {
  const headers = Object.entries(refusedHeaders(refused)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${refused.status} ${STATUS_TEXT[refused.status]}\r\n${headers.join('')}\r\n`;
  socket.end(`${head}${refused.reason}\n`, () => socket.destroy());
}
