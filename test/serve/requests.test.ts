import { once } from 'node:events';
import { hostname } from 'node:os';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';

import { ask, openPage, openServer, rawSocket, upgradeText } from './open-server.js';

describe('what is handed out', () => {
  test('is the page, its script and an icon, with headers that let nothing else in', async () => {
    const { port } = await openServer();
    const page = await ask(port, '/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>page</title>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(await ask(port, '/live.js?whatever')).toMatchObject({ status: 200, body: 'export {};' });
    expect(await ask(port, '/live.js', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\package.json',
    '/..%5c..%5cpackage.json',
    '/....//package.json',
    '//etc/passwd',
    '/live.js/../../package.json',
    '/live.js%00.html',
    '/./live.js',
    '/%6cive.js',
    '/LIVE.JS',
    '/frames',
    '/frames?view=2',
    '/runs/digits-lif/summary.json',
    '/index.html',
    '/favicon.ico/',
    '/constructor',
    '/__proto__',
    'http://127.0.0.1/live.js',
    'file:///etc/passwd',
    '*',
  ])('is nothing under %s', async (path) => {
    const { port } = await openServer();
    const answer = await ask(port, path);
    expect(answer).toMatchObject({ status: 404, body: 'there is nothing here\n' });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('is nothing under any other path', async () => {
    const { port } = await openServer();
    const path = fc.array(fc.constantFrom('..', '%2e', '/', '\\', 'live.js', '%2F', '?', 'a'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(path, async (parts) => {
        const asked = `/${parts.join('')}`;
        const { status } = await ask(port, asked);
        expect(status).toBe(['/', '/live.js'].includes(asked.split('?')[0]!) ? 200 : 404);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('is nothing for %s', async (method) => {
    const { port } = await openServer();
    const answer = await ask(port, '/', { method, body: method === 'TRACE' ? undefined : 'x'.repeat(1000) } as const);
    expect(answer).toMatchObject({ status: 405, body: 'expected GET or HEAD\n' });
    expect(answer.headers['allow']).toBe('GET, HEAD');
  });
});

describe('a request for another machine', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', '[::1]:80'])(
    'with Host %o is refused: its name was bent to this one',
    async (host) => {
      const { port } = await openServer();
      const answer = await ask(port, '/', { headers: { Host: host } });
      expect(answer).toMatchObject({ status: 421, body: 'this server has another name\n' });
      const page = openPage({ port, host }, { headers: { Host: host, Origin: `http://${host}` } });
      expect(await page.closed).toBe('Unexpected server response: 421');
    },
  );

  test.each(['GET / HTTP/1.0', 'GET / HTTP/1.1\r\nHost:'])('is refused without a Host: %o', async (head) => {
    const { port } = await openServer();
    const socket = await rawSocket(port);
    socket.write(`${head}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('421 Misdirected Request');
  });

  test('is answered as localhost', async () => {
    const { port } = await openServer();
    expect(await ask(port, '/', { headers: { Host: `LocalHost:${port}` } })).toMatchObject({ status: 200 });
  });
});

describe('a page of another origin', () => {
  const foreign = (port: number) => [
    'http://evil.example',
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`,
    'http://127.0.0.1',
    'null',
    '',
    'file://',
  ];

  test('gets no socket', async () => {
    const { port, host, watching } = await openServer();
    for (const origin of foreign(port)) {
      const page = openPage({ port, host }, { headers: { Origin: origin } });
      expect({ origin, end: await page.closed }).toEqual({ origin, end: 'Unexpected server response: 403' });
    }
    expect(watching).toEqual([]);
  });

  test('gets no file', async () => {
    const { port } = await openServer();
    for (const origin of foreign(port))
      expect(await ask(port, '/live.js', { headers: { Origin: origin } })).toMatchObject({ status: 403 });
  });

  test('gets no socket by not saying where it is from', async () => {
    const page = openPage(await openServer(), { headers: {} });
    expect(await page.closed).toBe('Unexpected server response: 403');
  });
});

describe('a server for other machines', () => {
  test('wants the random token that stands in its address, everywhere', async () => {
    const { server, port, host } = await openServer({ host: '127.0.0.1' });
    const [, address, token] = /^(http:\/\/127\.0\.0\.1:\d+\/)([\w-]{32})\/$/.exec(server.address)!;
    expect(address).toBe(`http://${host}/`);
    expect(await ask(port, `/${token}/`)).toMatchObject({ status: 200 });
    expect(await ask(port, `/${token}/live.js`)).toMatchObject({ status: 200 });
    const wrong = `${token!.startsWith('A') ? 'B' : 'A'}${token!.slice(1)}`;
    for (const path of [
      '/',
      '/live.js',
      '/favicon.ico',
      `/${wrong}/`,
      `/${token}x/live.js`,
      `/?token=${token}`,
      `//${token}/`,
    ])
      expect({ path, status: (await ask(port, path)).status }).toEqual({ path, status: 403 });
    expect(await ask(port, `/${token}`)).toMatchObject({
      status: 404,
      body: 'the address that Heaviside printed ends in "/"\n',
    });
    for (const path of ['/frames?view=2', `/${wrong}/frames?view=2`]) {
      const page = openPage({ port, host }, { path });
      expect(await page.closed).toBe('Unexpected server response: 403');
    }
    const page = openPage({ port, host }, { path: `/${token}/frames?view=2` });
    expect(await page.until(({ kind }) => kind === 'state')).toMatchObject({ dropped: 0 });
  });

  test('asks for windows of their own only where browsers heed it: on loopback', async () => {
    // A name of this machine by which its servers for all can be asked, as others ask them.
    const { server, port } = await openServer({ host: '0.0.0.0' });
    const { pathname } = new URL(server.address);
    const policies = await Promise.all(
      [`127.0.0.1:${port}`, `localhost:${port}`, `${hostname()}:${port}`].map(async (host) => {
        const files = await Promise.all([pathname, '/'].map((path) => ask(port, path, { headers: { Host: host } })));
        return files.map(({ status, headers }) => [status, headers['cross-origin-opener-policy']]);
      }),
    );
    const [trusted, plain] = ['same-origin', undefined].map((policy) => [
      [200, policy],
      [403, policy],
    ]);
    expect(policies).toEqual([trusted, trusted, plain]);
  });

  test('has another token every time', async () => {
    const [one, other] = [await openServer({ host: '127.0.0.1' }), await openServer({ host: '127.0.0.1' })];
    expect(new URL(one.server.address).pathname).not.toBe(new URL(other.server.address).pathname);
  });
});

describe('requests that are none', () => {
  test.each<[string, string, string]>([
    ['heads without end', `GET / HTTP/1.1\r\n${'X-A: aaaaaaaaaaaaaaaa\r\n'.repeat(1000)}`, '431'],
    ['noise', `\u0001\u0002\u0003\r\n\r\n`, '400'],
    ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400'],
  ])('%s are refused', async (_what, text, status) => {
    const { port } = await openServer();
    const socket = await rawSocket(port);
    socket.write(text);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain(`HTTP/1.1 ${status}`);
    await once(socket, 'close');
  });

  test('heads that come a letter at a time are cut off', async () => {
    const limits = { headers: 300, idle: 600, tick: 50 };
    const { port, host } = await openServer({ limits });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => rawSocket(port)));
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write('X');
    }, 20);
    onTestFinished(() => clearInterval(drip));
    for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nX-Slow: ');
    for (const socket of sockets) socket.resume();
    await Promise.all(sockets.map((socket) => once(socket, 'close')));
    expect(await ask(port, '/', { headers: { Host: host } })).toMatchObject({ status: 200 });
  });

  test('connections that say nothing are cut off', async () => {
    const { port } = await openServer({ limits: { headers: 200, idle: 300, tick: 50 } });
    const socket = await rawSocket(port);
    socket.resume();
    await once(socket, 'close');
  });

  test('a socket of another version is told so', async () => {
    const server = await openServer();
    const page = openPage(server, { path: '/frames?view=0' });
    expect(await page.closed).toBe('4001 this page is of another version of Heaviside');
    expect(server.watching).toEqual([]);
  });

  test('an upgrade to something else gets nothing', async () => {
    const { port, host } = await openServer();
    const socket = await rawSocket(port);
    socket.write(upgradeText(host).replace('/frames?view=2', '/'));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    await once(socket, 'close');
  });
});
