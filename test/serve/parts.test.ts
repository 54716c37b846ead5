import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';

import { pageFiles } from '../../src/serve/page-files.js';
import { reachableHost, servedHosts, urlHost } from '../../src/serve/served-hosts.js';
import { tokenBucket } from '../../src/serve/token-bucket.js';
import { openServer } from './open-server.js';

test('a bucket lets some through at once and then as many as it is filled with', () => {
  let now = 0;
  const bucket = tokenBucket({ burst: 3, perSecond: 2, now: () => now });
  const taken = (tries: number) => Array.from({ length: tries }, () => bucket.take()).filter(Boolean).length;
  expect(taken(10)).toBe(3);
  // Two a second: 1.5 seconds fill three, no matter how often it was asked in vain.
  now = 750;
  expect(taken(10)).toBe(1);
  now = 1500;
  expect(taken(10)).toBe(2);
  now = 60_000;
  expect(taken(10)).toBe(3);
});

describe('hosts that are served', () => {
  test('are loopback by both its names', () => {
    expect([...servedHosts('127.0.0.1', 4321)]).toEqual(['127.0.0.1:4321', 'localhost:4321']);
  });

  test('are another address by itself, in brackets where it has colons', () => {
    expect([...servedHosts('::1', 8000)]).toEqual(['[::1]:8000']);
    expect([...servedHosts('Lab.example', 8000)]).toEqual(['lab.example:8000']);
    expect(urlHost('fe80::1')).toBe('[fe80::1]');
  });

  test('need no port where it is that of HTTP', () => {
    expect([...servedHosts('10.0.0.5', 80)]).toEqual(['10.0.0.5', '10.0.0.5:80']);
  });

  test('that stand for all addresses are opened at one that can be reached', () => {
    const address = (text: string, how: { readonly internal?: boolean; readonly scopeid?: number }) =>
      ({
        ...{ address: text, internal: how.internal ?? false, netmask: '', mac: '', cidr: null },
        ...(how.scopeid === undefined ? { family: 'IPv4' } : { family: 'IPv6', scopeid: how.scopeid }),
      }) as NetworkInterfaceInfo;
    const loop = address('127.0.0.1', { internal: true });
    const [link, six] = [address('fe80::2', { scopeid: 3 }), address('2001:db8::5', { scopeid: 0 })];
    const four = address('10.0.0.5', {});
    expect(reachableHost('10.1.2.3', () => [four])).toBe('10.1.2.3');
    for (const all of ['0.0.0.0', '::']) expect(reachableHost(all, () => [loop, link, six, four])).toBe('10.0.0.5');
    expect(reachableHost('::', () => [loop, link, six])).toBe('2001:db8::5');
    expect(reachableHost('0.0.0.0', () => [loop, link, six])).toBe('127.0.0.1');
  });

  test.each(['0.0.0.0', '::'])('let the address be opened that is printed for %s', async (host) => {
    const { server } = await openServer({ host });
    expect(new URL(server.address).hostname).not.toMatch(/^(0\.0\.0\.0|\[::\])$/);
    expect((await fetch(server.address)).status).toBe(200);
  });

  test('are all addresses of this machine when it is served to all', () => {
    for (const all of ['0.0.0.0', '::']) expect([...servedHosts(all, 8000)]).toContain('127.0.0.1:8000');
  });
});

test('a page that has not been built is told with its remedy', async () => {
  await expect(pageFiles(new URL('file:///nowhere/live/'))).rejects.toMatchObject({
    code: 'HV_NOT_BUILT',
    kind: 'machine',
    message: expect.stringContaining('the page cannot be served: /nowhere/live/index.html cannot be read: ENOENT'),
    remedy: 'npm run build',
  });
});
