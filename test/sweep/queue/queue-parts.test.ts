import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { markFolder, readMark } from '../../../src/sweep/queue/folder-mark.js';
import { loadQueuePackages } from '../../../src/sweep/queue/queue-packages.js';
import { parseQueueUrl } from '../../../src/sweep/queue/queue-url.js';
import { receiveRun } from '../../../src/sweep/queue/receive-run.js';
import { redisError } from '../../../src/sweep/queue/redis-error.js';
import { failureReason, readAnswer, readFailure } from '../../../src/sweep/queue/run-answer.js';
import { packRun, unpackRun } from '../../../src/sweep/queue/run-parcel.js';
import { temporaryFolder } from '../../record/temporary-folder.js';

describe('the address of a queue', () => {
  test.each([
    ['redis://host', 'redis://host'],
    ['redis://host:6380/2', 'redis://host:6380/2'],
    ['rediss://me:secret@host', 'rediss://host'],
    ['redis://:p%40ss@127.0.0.1:6379', 'redis://127.0.0.1:6379'],
  ])('%s is shown as %s', (address, shown) => {
    expect(parseQueueUrl(address)).toEqual({ address, shown });
  });

  test.each([
    ['', ''],
    ['host:6379', 'host:6379'],
    ['http://host', 'http://host'],
    ['redis://', 'redis://'],
    ['redis://host/one', 'redis://host/one'],
    ['redis://host?db=1', 'redis://host?db=1'],
    ['redis://me:se/cr@et@host', 'redis://host'],
    ['redis://me:secret@host:port', 'redis://host:port'],
  ])('%s is refused, without a password in the message', (address, shown) => {
    const form = 'redis://[[user]:password@]host[:port][/number], or rediss:// for an encrypted connection';
    expect(() => parseQueueUrl(address)).toThrow(`the address of the queue: expected ${form}, got "${shown}"`);
  });

  test.each([
    ['http://host', 'Begin the address with redis://, or with rediss://'],
    ['host:6379', 'Begin the address with redis://, or with rediss://'],
    ['', 'Begin the address with redis://, or with rediss://'],
    ['redis://me:se/cr@et@host', 'Signs of a password'],
  ])('%s is refused with the remedy for it', (address, remedy) => {
    expect(() => parseQueueUrl(address)).toThrow(
      expect.objectContaining({ code: 'HV_QUEUE_URL', remedy: expect.stringContaining(remedy) }),
    );
  });

  test.each([
    ['redis://host', 'redis-server --appendonly yes, or in a container: docker run -p 6379:6379 redis:7 '],
    ['redis://:x@host:6379', 'redis-server --appendonly yes, or in a container: docker run -p 6379:6379 redis:7 '],
    ['redis://[::1]:6390/2', 'redis-server --port 6390 --appendonly yes, or in a container: docker run -p 6390:6379 '],
  ])('a server that is not at %s is started there', (address, remedy) => {
    expect(redisError(parseQueueUrl(address), { code: 'ECONNREFUSED' }).remedy).toContain(remedy);
  });

  test('never shows a password', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@:/?#]{6,20}$/), (rest) => {
        const password = `hidden${rest}`;
        const address = `redis://me:${password}@host`;
        const said = () => {
          try {
            return JSON.stringify(parseQueueUrl(address).shown);
          } catch (error) {
            return JSON.stringify(error) + String(error);
          }
        };
        expect(said()).not.toContain('hidden');
      }),
    );
  });
});

test('packages that are missing are named with the command that installs them', async () => {
  const missing = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' }));
  await expect(loadQueuePackages({ bullmq: missing, ioredis: missing })).rejects.toMatchObject({
    code: 'HV_QUEUE_PACKAGES',
    kind: 'machine',
    message: 'a queue needs the packages bullmq and ioredis, which are not both installed',
    remedy: expect.stringMatching(/^npm install bullmq@\d+\.\d+\.\d+ ioredis@\d+\.\d+\.\d+$/),
  });
  const broken = () => Promise.reject(new SyntaxError('broken'));
  await expect(loadQueuePackages({ bullmq: broken, ioredis: missing })).rejects.toThrow('broken');
});

test('a failure passes through the queue as text; what the queue itself says is that workers were lost', () => {
  const failure = { code: 'HV_RUN_PROCESS', message: 'it\n"ended"' };
  expect(readFailure(failureReason(failure))).toEqual(failure);
  expect(readFailure('job stalled more than allowable limit')).toEqual({
    code: 'HV_QUEUE_LOST',
    message: 'the workers that played it were lost: job stalled more than allowable limit',
  });
  expect(readFailure('{"code":"rm -r","message":""}').code).toBe('HV_QUEUE_LOST');
  expect(readAnswer({ worker: 'a' })).toBe(undefined);
});

test('a folder has one mark, which others read there', async () => {
  const out = join(temporaryFolder(), 'runs');
  expect(await readMark(out)).toBe('');
  const mark = await markFolder(out);
  expect(mark).toMatch(/^[0-9a-f-]{36}$/);
  expect([await markFolder(out), await readMark(out)]).toEqual([mark, mark]);
  expect(await markFolder(temporaryFolder())).not.toBe(mark);
});

describe('the files of a run', () => {
  function runFolder(): string {
    const folder = join(temporaryFolder(), 'xor', '0123456789ab');
    for (const name of ['', 'spikes', 'checkpoints']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'scenario.yaml'), 'scenario: 1\n');
    writeFileSync(join(folder, 'checkpoints', 'end.safetensors'), Uint8Array.of(0, 255, 128));
    return folder;
  }
  const packed = (content: unknown) => gzipSync(encode(content));

  test('arrive as they were, empty folders too; what was there before is kept beside it', async () => {
    const parcel = await packRun(runFolder());
    const folder = join(temporaryFolder(), 'xor', '0123456789ab');
    await receiveRun(folder, parcel, 'scenario: 1\n');
    writeFileSync(join(folder, 'old'), '');
    await receiveRun(folder, parcel, 'scenario: 1\n');
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
      ...['checkpoints', 'checkpoints/end.safetensors', 'scenario.yaml', 'spikes'],
    ]);
    expect([...readFileSync(join(folder, 'checkpoints', 'end.safetensors'))]).toEqual([0, 255, 128]);
    expect(readdirSync(join(folder, '..')).toSorted()).toEqual(['0123456789ab', '0123456789ab.previous-1']);
  });

  test('of another scenario are refused, and nothing is written', async () => {
    const folder = join(temporaryFolder(), 'xor', '0123456789ab');
    const received = receiveRun(folder, await packRun(runFolder()), 'scenario: 1\nname: other\n');
    await expect(received).rejects.toThrow(`the queue gave another run than that of ${folder}`);
    expect(readdirSync(join(folder, '..', '..'))).toEqual([]);
  });

  test('that are too many are refused with both sizes', async () => {
    const folder = runFolder();
    writeFileSync(join(folder, 'events.jsonl'), '0'.repeat(2 ** 20));
    const advice = 'use a folder (--out) that worker and sweep both see, or record less';
    await expect(packRun(folder, { files: 2 ** 19, packed: 2 ** 19 })).rejects.toThrow(
      `${folder} has 1.0 MiB of files: a queue carries at most 0.5 MiB; ${advice}`,
    );
    await expect(packRun(folder, { files: 2 ** 21, packed: 100 })).rejects.toThrow(
      `${folder} has 0.0 MiB of packed files: a queue carries at most 0.0 MiB; ${advice}`,
    );
    // What unpacks to more than it may is stopped on the way.
    const parcel = await packRun(folder);
    await expect(unpackRun(parcel, { files: 2 ** 19, packed: 0 })).rejects.toThrow(
      /^the queue gave no files of a run: /,
    );
  });

  test.each(['../up', 'a/../../up', '/etc/passwd', 'a\\..\\up', 'c:up', '..', 'a//b', ''])(
    'may not lie at %j',
    async (path) => {
      const content = { folders: [], files: { [path]: Uint8Array.of(1) } };
      await expect(unpackRun(packed(content))).rejects.toMatchObject({ code: 'HV_QUEUE_PARCEL' });
      await expect(unpackRun(packed({ folders: [path], files: {} }))).rejects.toMatchObject({
        code: 'HV_QUEUE_PARCEL',
      });
    },
  );

  test.each([
    ['no gzip', Uint8Array.of(1, 2, 3)],
    ['something else', packed([1, 2])],
  ])('are not %s', async (_what, bytes) => {
    await expect(unpackRun(bytes)).rejects.toMatchObject({ code: 'HV_QUEUE_PARCEL', kind: 'machine' });
  });
});
