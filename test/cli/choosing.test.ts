import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Backend, DeviceFacts } from '../../src/backends/backend.js';
import type { BackendListing } from '../../src/backends/list-backends.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { autoText } from '../../src/cli/auto-text.js';
import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import { startedText } from '../../src/cli/started-text.js';
import type { BackendChoice } from '../../src/run/run-event.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { xorScenario } from '../run/xor-scenario.js';
import { STARTED } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

/** Real backends under names that the table compares at every size, with a clock that only their steps move. */
function laboratory() {
  let now = Date.UTC(2025, 0, 1);
  const opened: string[] = [];
  const timed = (name: string, ms: number, device: DeviceFacts = {}, unavailable?: string): Backend => ({
    ...referenceBackend,
    name,
    unavailable: async () => unavailable,
    async open(request) {
      opened.push(name);
      const session = await referenceBackend.open(request);
      const update = session.update.bind(session);
      return Object.assign(session, {
        device,
        update: (options: Parameters<typeof update>[0]) => {
          now += ms;
          return update(options);
        },
      });
    },
  });
  const backends = [
    timed('gone', 1, {}, 'no adapter'),
    timed('slow', 8, { threads: 1 }),
    timed('fast', 2, { threads: 3, adapter: 'a card', executorKind: 'fused' }),
  ];
  const dependencies: CliDependencies = {
    ...fakeDependencies(),
    parseScenario: () => ({ ...xorScenario, train: { epochs: 1, batch: 8 } }),
    runScenario: (scenario, options) => runScenario(scenario, { ...options, backends }),
    now: () => now,
  };
  const { file, out } = workFolder();
  const cache = join(dirname(out), 'cache');
  const run = async (...argv: string[]) => {
    const before = opened.length;
    const io = memoryIo({ env: { XDG_CACHE_HOME: cache } });
    const status = await main(['run', file, '--out', out, '--json', ...argv], io, dependencies);
    const { folder } = JSON.parse(io.stdout.text);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return {
      status,
      stderr: io.stderr.text,
      opened: opened.slice(before),
      manifest: folder === undefined ? undefined : JSON.parse(read('manifest.json')).backend,
      started: folder === undefined ? undefined : JSON.parse(read('events.jsonl').split('\n', 1)[0]!).backend,
    };
  };
  return { run, cacheFile: join(cache, 'heaviside', 'backends.json') };
}

const CHOICE = {
  asked: 'auto',
  chosen: 'fast',
  why: 'measured',
  skipped: [
    { name: 'gone', because: 'unavailable', reason: 'no adapter' },
    { name: 'slow', because: 'slower', reason: 'no faster than fast when measured' },
  ],
  measured: [
    { name: 'slow', seconds: 0.008 },
    { name: 'fast', seconds: 0.002 },
  ],
  device: { threads: 3, adapter: 'a card', executorKind: 'fused' },
};

describe('heaviside run', () => {
  test('measures once, says so on one line and in the run folder, and remembers', async () => {
    const { run, cacheFile } = laboratory();
    const first = await run();
    expect(first.manifest).toEqual(CHOICE);
    expect(first.started).toEqual(CHOICE);
    expect(first.opened).toEqual(['slow', 'fast', 'fast']);
    expect(first.stderr).toContain(
      '\nbackend fast, 3 threads, adapter a card (asked: auto, measured: slow 8 ms a step, fast 2 ms a step, not gone: no adapter)\n',
    );
    const [key, ...more] = Object.keys(JSON.parse(readFileSync(cacheFile, 'utf8')).choices);
    expect(more).toEqual([]);
    expect(key).toMatch(/^heaviside \d.*, \d+ x .* \| 4\^\d+ dense:lif rate \| threads any \| slow \| fast$/);
    const second = await run();
    expect(second.manifest).toEqual({ ...CHOICE, why: 'remembered' });
    expect(second.opened).toEqual(['fast']);
    expect(second.stderr).toContain('measured earlier: slow 8 ms a step, fast 2 ms a step');
  });

  test('measures again when the cache is deleted or damaged, and warns of the damage', async () => {
    const { run, cacheFile } = laboratory();
    await run();
    rmSync(cacheFile);
    expect(await run()).toMatchObject({
      manifest: { why: 'measured' },
      stderr: expect.not.stringContaining('warning'),
    });
    writeFileSync(cacheFile, '{ half');
    const damaged = await run();
    expect(damaged).toMatchObject({ status: 0, manifest: { why: 'measured' } });
    expect(damaged.stderr).toMatch(
      /^warning: cannot read .*backends\.json: it is damaged \(.*\); backends are measured/,
    );
    expect((await run()).manifest.why).toBe('remembered');
  });

  test('goes on where nothing can be remembered', async () => {
    const { run, cacheFile } = laboratory();
    mkdirSync(cacheFile, { recursive: true });
    const { status, stderr, manifest } = await run();
    expect([status, manifest.why]).toEqual([0, 'measured']);
    expect(stderr.match(/^warning: cannot (read|write) .*$/gm)).toHaveLength(2);
    expect(readdirSync(cacheFile)).toEqual([]);
  });

  test('takes a named backend as it is: neither measured nor remembered', async () => {
    const { run, cacheFile } = laboratory();
    const { manifest, opened, stderr } = await run('--backend', 'slow');
    expect(manifest).toEqual({ asked: 'slow', chosen: 'slow', why: 'named', skipped: [], device: { threads: 1 } });
    expect(opened).toEqual(['slow']);
    expect(stderr).toContain('\nbackend slow, 1 thread (asked: slow)\n');
    expect(() => readFileSync(cacheFile)).toThrow('ENOENT');
  });

  test('of a named backend that cannot run here ends with status 4', async () => {
    const { run } = laboratory();
    await expect(run('--backend', 'gone')).resolves.toMatchObject({ status: 4, opened: [] });
  });

  test('hands --threads on', async () => {
    const asked: unknown[] = [];
    const dependencies: CliDependencies = {
      ...fakeDependencies(),
      runScenario: (scenario, options) => {
        asked.push(options.threads, 'threads' in options);
        return fakeDependencies().runScenario(scenario, options);
      },
    };
    const { file, out } = workFolder();
    await main(['run', file, '--out', out, '--threads', '2'], memoryIo(), dependencies);
    await main(['run', file, '--out', out], memoryIo(), dependencies);
    expect(asked).toEqual([2, true, undefined, false]);
  });

  test.each(['0', '257', '1.5', '-1', '1e1', 'all', ''])('refuses --threads %j', async (threads) => {
    const io = memoryIo();
    expect(await main(['run', 'a.yaml', '--threads', threads], io, fakeDependencies())).toBe(2);
    expect(io.stderr.text).toBe(
      `error HV_ARGUMENTS: option '--threads <n>' argument '${threads}' is invalid. Expected an integer >= 1 and <= 256.\nremedy: see: heaviside --help\n`,
    );
  });
});

describe('the line of a run that starts', () => {
  const lineOf = (backend: Partial<BackendChoice>) =>
    startedText({ ...STARTED, backend: { ...STARTED.backend, skipped: [], ...backend } }).split('\n')[1];

  test('is short where the table decided', () => {
    const skipped = [{ name: 'webgpu', because: 'table', reason: 'worth it from …' }] as const;
    expect(lineOf({ chosen: 'events', why: 'table', skipped, device: { threads: 2 } })).toBe(
      'backend events, 2 threads (asked: auto)',
    );
  });

  test('cuts long reasons', () => {
    const skipped = [{ name: 'webgpu', because: 'failed', reason: `${'x'.repeat(200)}\nmore` }] as const;
    expect(lineOf({ chosen: 'events', skipped })).toBe(`backend events (asked: auto, not webgpu: ${'x'.repeat(79)}…)`);
  });
});

describe('heaviside list backends', () => {
  const listings: readonly BackendListing[] = [
    { name: 'events', summary: 'event kernels', available: true, device: { threads: 2 } },
    { name: 'webgpu', summary: 'a graphics card', available: true, device: { adapter: 'a card' } },
    { name: 'webgl2', summary: 'an older one', available: false, reason: 'needs a browser' },
  ];
  const listBackends = async () => listings;
  const list = async (env: Record<string, string>, ...argv: string[]) => {
    const io = memoryIo({ env });
    await main(['list', 'backends', ...argv], io, { ...fakeDependencies(), listBackends });
    return io.stdout.text;
  };

  test('says what can run and on what, what auto would take and where it remembers', async () => {
    expect(await list({ HOME: '/home/me' })).toMatchInlineSnapshot(`
      "backends
        events  event kernels (2 threads)
        webgpu  a graphics card (adapter a card)
        webgl2  an older one (not available: needs a browser)

        --backend auto takes events
        from 268,435,456 synapse visits a training step: the faster of events, webgpu, measured once a size class
        what it measures is kept in ~/.cache/heaviside/backends.json, which may be deleted
      "
    `);
  });

  test('says the same in JSON', async () => {
    const { backends, auto } = JSON.parse(await list({ XDG_CACHE_HOME: '/cache' }, '--json'));
    expect(backends).toEqual(listings);
    expect(auto).toEqual({
      usual: ['events'],
      large: ['webgpu'],
      largeFrom: 2 ** 28,
      remembered: '/cache/heaviside/backends.json',
    });
  });

  test('has words for every plan', () => {
    const plan = { usual: [], large: [], largeFrom: 2 ** 28 };
    expect(autoText(plan, undefined)).toBe(
      '  --backend auto takes none: no backend can run here\n  what it measures is not kept: there is no folder for caches\n',
    );
    expect(autoText({ ...plan, usual: ['a', 'b'], remembered: '/c/x.json' }, '/home/me')).toBe(
      '  --backend auto takes the faster of a, b, measured once a size class\n  what it measures is kept in /c/x.json, which may be deleted\n',
    );
  });
});
