import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { BehaviorSubject, Subject } from 'rxjs';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';

import type { PageFiles } from '../../src/serve/page-files.js';
import { SERVE_LIMITS, type ServeLimits } from '../../src/serve/serve-limits.js';
import { serveView, type ViewServer } from '../../src/serve/serve-view.js';
import { decodeFrame } from '../../src/streams/frames/frame-codec.js';
import type { ViewCommand } from '../../src/streams/frames/view-command.js';
import type { RunFrame, ViewFrame } from '../../src/streams/frames/view-frame.js';
import { FACTS } from '../streams/frames/facts.js';

const bytes = (text: string) => new TextEncoder().encode(text);

const PAGE: PageFiles = new Map([
  ['', { type: 'text/html; charset=utf-8', content: bytes('<!doctype html><title>page</title>') }],
  ['live.js', { type: 'text/javascript; charset=utf-8', content: bytes('export {};') }],
]);

export const RUN: ViewFrame = { kind: 'run', ...FACTS };

/** A server with one run that a test tells frames of, and all that its pilot was told. */
export interface OpenServer {
  readonly server: ViewServer;
  readonly port: number;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly frames: Subject<ViewFrame>;
  readonly state: BehaviorSubject<{ paused: boolean; speed: number; stopping: boolean }>;
  readonly commands: readonly ViewCommand[];
  readonly watching: readonly boolean[];
}

/** Serves one run, or one that takes no commands. It is closed with the test. */
export async function openServer(
  options: {
    readonly host?: string;
    readonly limits?: Partial<ServeLimits>;
    readonly piloted?: boolean;
    /** What the pilot does with a command, once it has heard it. */
    readonly obey?: (command: ViewCommand) => void;
  } = {},
): Promise<OpenServer> {
  const { host, limits = {}, piloted = true, obey = () => undefined } = options;
  const frames = new Subject<ViewFrame>();
  const state = new BehaviorSubject({ paused: false, speed: 0, stopping: false });
  const commands: ViewCommand[] = [];
  const watching: boolean[] = [];
  const pilot = {
    state,
    command(command: ViewCommand) {
      commands.push(command);
      obey(command);
    },
    watching: (anybody: boolean) => void watching.push(anybody),
  };
  const server = await serveView([{ frames, pilot: piloted ? pilot : undefined }], {
    page: PAGE,
    host,
    now: () => performance.now(),
    limits: { ...SERVE_LIMITS, ...limits },
  });
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await server.close();
    closed = true;
  };
  onTestFinished(close);
  const port = Number(new URL(server.address).port);
  return { server: { ...server, close }, port, host: `127.0.0.1:${port}`, frames, state, commands, watching };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks with a path as it is: nothing is decoded or straightened on the way. */
export async function ask(
  port: number,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  asked.end(body);
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, body: text };
}

/** A page's end of a socket. */
export interface TestPage {
  readonly socket: WebSocket;
  readonly frames: readonly RunFrame[];
  /** Waits for a frame that has come already or will. */
  until(isIt: (frame: ViewFrame) => boolean): Promise<ViewFrame>;
  /** Code and reason of the end. */
  readonly closed: Promise<string>;
}

/** Opens a socket as a page of the server does. */
export function openPage(
  { port, host }: Pick<OpenServer, 'port' | 'host'>,
  options: { readonly path?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): TestPage {
  const { path = '/frames?view=2', headers = { Origin: `http://${host}` } } = options;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers, perMessageDeflate: false });
  const frames: RunFrame[] = [];
  const told = new Subject<void>();
  socket.on('message', (data: Buffer) => {
    frames.push(decodeFrame(data));
    told.next();
  });
  const closed = new Promise<string>((resolve) => {
    socket.on('error', (error) => resolve(error.message));
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`.trim()));
  });
  onTestFinished(() => socket.terminate());
  const until = (isIt: (frame: ViewFrame) => boolean) =>
    new Promise<ViewFrame>((resolve) => {
      const look = (): void => {
        const found = frames.find(({ frame }) => isIt(frame));
        if (!found) return;
        subscription.unsubscribe();
        resolve(found.frame);
      };
      const subscription = told.subscribe(look);
      look();
    });
  return { socket, frames, until, closed };
}

/** A socket without a protocol, for what no client would do. It is destroyed with the test. */
export async function rawSocket(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** The request with which a page asks for a socket. */
export function upgradeText(host: string): string {
  return [
    'GET /frames?view=2 HTTP/1.1',
    `Host: ${host}`,
    `Origin: http://${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '',
    '',
  ].join('\r\n');
}

/** Waits until something is so; a test that waits for ever fails by its time limit. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
