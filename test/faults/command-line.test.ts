import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { DEFAULT_DEPENDENCIES } from '../../src/cli/default-dependencies.js';
import { main } from '../../src/cli/main.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { memoryIo } from '../cli/memory-io.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { xorText } from '../sweep/xor-text.js';

const webGpu = vi.hoisted(() => ({ requestAdapter: async (): Promise<unknown> => null, loads: true }));
vi.mock('webgpu', () => ({
  globals: {},
  create() {
    if (!webGpu.loads) throw new Error('libvulkan.so.1: cannot open shared object file\n    at dlopen');
    return { requestAdapter: () => webGpu.requestAdapter() };
  },
}));
afterEach(() => {
  webGpu.requestAdapter = async () => null;
  webGpu.loads = true;
});

const SCENARIO = xorText('small', '');

/** `heaviside run` of a small scenario; whether it made a folder for its runs. */
async function run(argv: readonly string[], { cache = '', dependencies = DEFAULT_DEPENDENCIES } = {}) {
  const folder = temporaryFolder();
  const [file, out] = [join(folder, 'small.yaml'), join(folder, 'runs')];
  writeFileSync(file, SCENARIO);
  const io = memoryIo({ env: cache === '' ? {} : { XDG_CACHE_HOME: cache } });
  const status = await main(['run', file, '--out', out, ...argv], io, dependencies);
  return { status, stderr: io.stderr.text, stdout: io.stdout.text, isBegun: existsSync(out) };
}

const ELSEWHERE = 'remedy: Use --backend auto, or choose another one from: heaviside list backends\n';

describe('a backend that is named and cannot run here ends with status 4 and the reason, and nothing takes its place', () => {
  test.each<[string, string, () => void]>([
    ['webgl2', 'Node has no WebGL2; it runs in a browser', () => {}],
    ['webgpu', 'WebGPU has no adapter here', () => {}],
    [
      'webgpu',
      'WebGPU gives no adapter: the driver is too old',
      () => {
        webGpu.requestAdapter = async () => {
          throw new Error('the driver is too old');
        };
      },
    ],
    [
      'webgpu',
      'the package "webgpu" does not load: libvulkan.so.1: cannot open shared object file',
      () => {
        webGpu.loads = false;
      },
    ],
  ])('%s: %s', async (name, reason, prepare) => {
    prepare();
    expect(await run(['--backend', name])).toEqual({
      status: 4,
      stderr: `error HV_BACKEND_UNAVAILABLE: backend "${name}" cannot run here: ${reason}\n${ELSEWHERE}`,
      stdout: '',
      isBegun: false,
    });
  });

  test('also as JSON', async () => {
    const { status, stdout } = await run(['--backend', 'webgpu', '--json']);
    const facts = { asked: 'webgpu', reason: 'WebGPU has no adapter here' };
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'HV_BACKEND_UNAVAILABLE', facts } });
  });

  test('and auto goes on without it, saying why where it was an option', async () => {
    const refused = { ...referenceBackend, name: 'card', unavailable: async () => 'no adapter' };
    const breaks = {
      ...referenceBackend,
      name: 'broken card',
      open: async () => {
        throw new HeavisideError('HV_DEVICE_LOST', 'machine', 'the device disappeared');
      },
    };
    const backends = [refused, breaks, referenceBackend];
    const dependencies: typeof DEFAULT_DEPENDENCIES = {
      ...DEFAULT_DEPENDENCIES,
      runScenario: (scenario, options) => runScenario(scenario, { ...options, backends }),
    };
    const { status, stderr } = await run([], { dependencies });
    expect(status).toBe(0);
    expect(stderr).toContain(
      '\nbackend reference (asked: auto, not card: no adapter, not broken card: cannot be opened: the device disappeared)\n',
    );
  });
});

describe('a backend that nobody has is refused with the names that there are', () => {
  const NAMES = '"auto", "events", "webgpu", "webgl2", "webasm", "cpu", "reference"';
  test.each([
    ['nonsense', 'Choose one of these.'],
    ['evnts', 'Did you mean "events"?'],
    ['WebGPU', 'Did you mean "webgpu"?'],
    ['', 'Choose one of these.'],
  ])('%j', async (name, remedy) => {
    expect(await run(['--backend', name])).toEqual({
      status: 2,
      stderr: `error HV_BACKEND_UNKNOWN: expected a backend out of ${NAMES}, got "${name}"\nremedy: ${remedy}\n`,
      stdout: '',
      isBegun: false,
    });
  });
});

describe('threads that cannot be are refused before the scenario is read', () => {
  test.each(['0', '1.5', 'x', '1000', '-2', '1e3', '99999999999999999999'])('%s', async (threads) => {
    const io = memoryIo();
    expect(await main(['run', 'no/such.yaml', '--threads', threads], io, DEFAULT_DEPENDENCIES)).toBe(2);
    expect(io.stderr.text).toBe(
      `error HV_ARGUMENTS: option '--threads <n>' argument '${threads}' is invalid. Expected an integer >= 1 and <= 256.\n` +
        'remedy: see: heaviside --help\n',
    );
  });

  test('those that can be change nothing where a backend has no choice', async () => {
    const { status, stderr } = await run(['--backend', 'reference', '--threads', '8']);
    expect([status, stderr.includes('\nbackend reference (asked: reference)\n')]).toEqual([0, true]);
  });
});

describe('what auto remembered', () => {
  /** Two backends that the table compares, so that the cache is read and written; a millisecond goes by a look. */
  let now = 0;
  const dependencies: typeof DEFAULT_DEPENDENCIES = {
    ...DEFAULT_DEPENDENCIES,
    runScenario(scenario, options) {
      const backends = ['one', 'two'].map((name) => ({ ...referenceBackend, name }));
      return runScenario(scenario, { ...options, backends });
    },
    now: () => ++now,
  };
  const cachedAs = (prepare: (file: string) => void) => {
    const cache = temporaryFolder();
    const file = join(cache, 'heaviside', 'backends.json');
    prepare(file);
    return { cache, file };
  };
  const write = (file: string, text: string | Uint8Array) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const warningsIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('warning: '));

  test.each([
    ['cut off', '{"choices": {"heavi'],
    ['binary', Uint8Array.of(0xff, 0, 0xfe, 1, 2)],
    ['something else', '{"choices": 7}'],
    ['several lines that would paint the terminal', '\n\n\u001b[31mno\nmore\n'],
  ])('in a file that is %s costs a warning and is written anew', async (_, content) => {
    const { cache, file } = cachedAs((path) => write(path, content));
    const { status, stderr } = await run([], { cache, dependencies });
    expect(status).toBe(0);
    expect(warningsIn(stderr)).toEqual([
      expect.stringMatching(
        /^warning: cannot read .*backends\.json: it is damaged \(.*\); backends are measured again$/,
      ),
    ]);
    expect(stderr).not.toContain('\u001b');
    const { choices } = JSON.parse(readFileSync(file, 'utf8'));
    expect(Object.values(choices)).toEqual([expect.objectContaining({ chosen: expect.stringMatching(/^(one|two)$/) })]);
    expect(warningsIn((await run([], { cache, dependencies })).stderr)).toEqual([]);
  });

  test('in a place that cannot be written to costs a warning', async () => {
    const { cache, file } = cachedAs((path) => write(dirname(path), 'a file where the folder should be'));
    const { status, stderr } = await run([], { cache, dependencies });
    expect(status).toBe(0);
    expect(warningsIn(stderr)).toEqual([
      expect.stringContaining('warning: cannot read'),
      expect.stringMatching(/^warning: cannot write .*; backends will be measured again next time$/),
    ]);
    expect(readFileSync(dirname(file), 'utf8')).toBe('a file where the folder should be');
  });

  test('of a backend that there is no more is not believed', async () => {
    const { cache, file } = cachedAs(() => {});
    await run([], { cache, dependencies });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"chosen": "\w+"/, '"chosen": "three"'));
    expect(readFileSync(file, 'utf8')).toContain('"three"');
    const { status, stderr } = await run([], { cache, dependencies });
    expect([status, warningsIn(stderr)]).toEqual([0, []]);
    expect(readFileSync(file, 'utf8')).not.toContain('"chosen": "three"');
  });

  test('is not asked for a named backend', async () => {
    const { cache } = cachedAs((path) => write(path, '{ half'));
    const { status, stderr } = await run(['--backend', 'one'], { cache, dependencies });
    expect([status, warningsIn(stderr)]).toEqual([0, []]);
  });
});
