import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Refusal } from './check-request.js';
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
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

const STATUS_TEXT: Readonly<Record<Refusal['status'], string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
  503: 'Service Unavailable',
};

/** Loopback as the header `Host` names it. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Browsers heed it of origins that they trust, and complain of it on every page of others: plain HTTP is trusted of loopback. */
function openerPolicy({ req }: ServerResponse): Readonly<Record<string, string>> {
  return LOOPBACK.test(req.headers.host ?? '') ? { 'Cross-Origin-Opener-Policy': 'same-origin' } : {};
}

/** Hands a file out; to `HEAD` without its content. */
export function answerFile(response: ServerResponse, { type, content }: PageFile): void {
  const about = { 'Content-Type': type, 'Content-Length': content.length };
  response.writeHead(200, { ...HEADERS, ...openerPolicy(response), ...about });
  response.end(content);
}

function refusalHeaders({ status, reason }: Refusal): Readonly<Record<string, string | number>> {
  return {
    ...HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(`${reason}\n`),
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  };
}

export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, { ...refusalHeaders(refusal), ...openerPolicy(response) });
  response.end(`${refusal.reason}\n`);
}

/** Refuses a request for a socket: an answer by hand, because the server has let go of its connection. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const headers = Object.entries(refusalHeaders(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_TEXT[refusal.status]}\r\n${headers.join('')}\r\n`;
  socket.end(`${head}${refusal.reason}\n`, () => socket.destroy());
}
