import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

import { findRedis } from './find-redis.js';

/** A Redis server of one test. */
export interface TestRedis {
  readonly url: string;
  /** Ends the server: it keeps what it has on disk if it was told to. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
}

/** A port of this machine that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

/** Waits until the server says that it is ready. */
async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Ready to accept connections')) resolve();
      });
    server.once('error', reject);
    server.once('exit', (status) => reject(new Error(`redis-server ended with status ${status}: ${said}`)));
  });
}

/**
 * Starts a Redis server with a folder of its own, which ends with the test.
 *
 * @param kept     Keep everything on disk, so that it is there after a restart.
 * @param password What clients have to know.
 */
export async function startRedis({ kept = false, password = '' } = {}): Promise<TestRedis> {
  const { program, libraries } = findRedis();
  const folder = mkdtempSync(path.join(tmpdir(), 'heaviside-redis-test-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    const lock = password === '' ? [] : ['--requirepass', password];
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...lock];
    server = spawn(program, [...words, '--appendonly', kept ? 'yes' : 'no'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries },
    });
    await ready(server);
  };
  const stop = async () => {
    const stopped = server;
    server = undefined;
    if (!stopped || stopped.exitCode !== null) return;
    const gone = once(stopped, 'exit');
    stopped.kill('SIGTERM');
    await gone;
  };
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { url: `redis://${password === '' ? '' : `:${password}@`}127.0.0.1:${port}`, stop, start };
}
