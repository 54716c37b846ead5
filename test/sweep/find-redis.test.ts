import { expect, test } from 'vitest';
import { findRedis, type RedisSearch } from './find-redis.js';

const REMEDY =
  'Install it (Debian: apt-get install redis-server), or set REDIS_SERVER_PATH to the program of a Redis server.';

/** A machine with these programs; `commands` collects what was run, and `gives` comes of it. */
function machineWith(programs: readonly string[], more: Partial<RedisSearch> = {}, gives?: string) {
  const files = new Set(programs);
  const commands: string[] = [];
  const search: RedisSearch = {
    environment: { PATH: '/usr/local/bin:/usr/bin' },
    runnable: (file) => files.has(file),
    isRoot: true,
    cache: '/tmp/redis',
    list: (folder) => (folder === '/tmp/redis' ? ['redis-tools_7.deb', 'redis-server_7.deb'] : ['x86_64-linux-gnu']),
    command: (_folder, program, ...words) => {
      commands.push([program, ...words].join(' '));
      if (gives && /install|extract/.test(words.join(' '))) files.add(gives);
      return gives !== undefined;
    },
    ...more,
  };
  return { search, commands };
}

test('the server on PATH is taken', () => {
  const { search, commands } = machineWith(['/usr/bin/redis-server', '/usr/bin/apt-get']);
  expect(findRedis(search)).toEqual({ program: '/usr/bin/redis-server' });
  expect(commands).toEqual([]);
});

test('REDIS_SERVER_PATH goes before all others and is never replaced', () => {
  const environment = { PATH: '/usr/bin', REDIS_SERVER_PATH: '/opt/redis' };
  const both = machineWith(['/opt/redis', '/usr/bin/redis-server'], { environment });
  expect(findRedis(both.search)).toEqual({ program: '/opt/redis' });
  expect(() => findRedis(machineWith(['/usr/bin/redis-server'], { environment }).search)).toThrow(
    `REDIS_SERVER_PATH is "/opt/redis", which is no program that can be run here. ${REMEDY}`,
  );
});

test('where there is none, root installs it, patient with whoever installs something else', () => {
  const { search, commands } = machineWith(['/usr/bin/apt-get'], {}, '/usr/bin/redis-server');
  expect(findRedis(search)).toEqual({ program: '/usr/bin/redis-server' });
  expect(commands).toEqual([
    '/usr/bin/apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends redis-server',
  ]);
});

test('others unpack it, and find it there the next time', () => {
  const tools = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb'];
  const { search, commands } = machineWith(tools, { isRoot: false }, '/tmp/redis/usr/bin/redis-server');
  const found = { program: '/tmp/redis/usr/bin/redis-server', libraries: '/tmp/redis/usr/lib/x86_64-linux-gnu' };
  expect(findRedis(search)).toEqual(found);
  expect(commands).toEqual([
    '/usr/bin/apt-get download redis-server redis-tools libatomic1 libjemalloc2 liblzf1',
    '/usr/bin/dpkg-deb --extract redis-tools_7.deb /tmp/redis',
    '/usr/bin/dpkg-deb --extract redis-server_7.deb /tmp/redis',
  ]);
  expect(findRedis(search)).toEqual(found);
  expect(commands).toHaveLength(3);
});

test('where it cannot be had, the remedy is told', () => {
  const none = `no redis-server on PATH and none could be installed here. ${REMEDY}`;
  const root = machineWith(['/usr/bin/apt-get']);
  expect(() => findRedis(root.search)).toThrow(none);
  expect(root.commands).toContain('/usr/bin/apt-get -o DPkg::Lock::Timeout=300 update');
  expect(() => findRedis(machineWith(['/usr/bin/apt-get'], { isRoot: false }).search)).toThrow(none);
});
