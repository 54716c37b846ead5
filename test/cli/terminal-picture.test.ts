import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { Look } from '../../src/run/watch/look.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { type FakeRun, fakeRun } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

const UNICODE = { TERM: 'xterm', LANG: 'C.UTF-8' };

/** The input of two is made of spikes, and so is the output: unit 1 at steps 1 and 3. */
const LOOK: Look = {
  sample: 2,
  label: 0,
  answer: 1,
  steps: 4,
  spikes: [
    { layer: 'pixels', times: Uint32Array.of(0, 2), units: Uint32Array.of(0, 1) },
    { layer: 'out', times: Uint32Array.of(1, 3), units: Uint32Array.of(1, 1) },
  ],
  voltages: { neurons: [], values: new Float32Array(0) },
  readout: Float32Array.of(0, 2),
  input: Float32Array.of(0.25, 0.25),
  pulses: [],
};

/** The pretended run, which shows samples before it ends. */
async function* withLooks(run: FakeRun, looks: readonly Look[]): AsyncGenerator<RunEvent, void, void> {
  for await (const event of fakeRun(run)) {
    if (event.kind === 'run-ended' && event.reason === 'complete') yield { kind: 'samples-looked', looks };
    yield event;
  }
}

interface Play {
  readonly argv?: readonly string[];
  readonly io?: ReturnType<typeof memoryIo>;
  readonly looks?: readonly Look[];
  readonly run?: FakeRun;
}

/** What stderr shows below the progress. */
async function play({
  argv = [],
  io = memoryIo({ isTTY: true, env: UNICODE }),
  looks = [LOOK, { ...LOOK, sample: 3 }],
  run = {},
}: Play): Promise<string> {
  const { file, out } = workFolder();
  const runScenario = (_scenario: unknown, { signal }: { readonly signal?: AbortSignal }) =>
    withLooks({ ...run, ...(signal ? { signal } : {}) }, looks);
  await main(['run', file, '--out', out, ...argv], io, { ...fakeDependencies(), runScenario });
  // The live line is taken away by going back to its start and erasing.
  return io.stderr.text.split(ERASED).at(-1)!;
}

/** What erases a line or the rest of it. */
const ERASED = new RegExp(`${String.fromCharCode(27)}\\[\\d*[GKJ]`);

/** What sets a colour or a weight. */
const STYLED = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`);

const shown = (text: string): string => `\n${stripVTControlCharacters(text)}`;

describe('the picture of a run in a terminal', () => {
  test('is the raster of the first sample that was looked at, and the accuracy', async () => {
    expect(shown(await play({}))).toMatchInlineSnapshot(`
      "
      test sample 2: label 0, answer 1, 4 steps, 4 spikes
      pixels ⠉⠁  ⠒⠂
      out      ⠒⠂  ⠒⠂
      step   0   2

             accuracy    first     last     best  epoch
      train  ▁█        50.00 %  75.00 %  75.00 %      2
      test   ██        75.00 %  75.00 %  75.00 %      1

      "
    `);
  });

  test('is made of ASCII where the locale is none of UTF-8', async () => {
    const io = memoryIo({ isTTY: true, env: { TERM: 'xterm', LANG: 'C' } });
    expect(shown(await play({ io }))).toMatchInlineSnapshot(`
      "
      test sample 2: label 0, answer 1, 4 steps, 4 spikes
      pixels '   .
      out      .   .
      step   0   2

      accuracy    first     last     best  epoch
      train     50.00 %  75.00 %  75.00 %      2
      test      75.00 %  75.00 %  75.00 %      1

      "
    `);
  });

  test('has the colours of its layers, unless NO_COLOR is set', async () => {
    const coloured = await play({});
    for (const start of ['\u001b[36mpixels', '\u001b[35mout', '\u001b[31manswer 1']) expect(coloured).toContain(start);
    const io = memoryIo({ isTTY: true, env: { ...UNICODE, NO_COLOR: '1' } });
    expect(await play({ io })).not.toMatch(STYLED);
  });

  test('of a learner without spikes is the accuracy only', async () => {
    for (const looks of [[], [{ ...LOOK, spikes: [] }]]) {
      const text = await play({ looks });
      expect(text).toContain('accuracy');
      expect(text).not.toContain('test sample');
    }
  });

  test.each<[string, Play]>([
    ['--json', { argv: ['--json'] }],
    ['--quiet', { argv: ['--quiet'] }],
    ['a pipe', { io: memoryIo({ env: UNICODE }) }],
    ['a dumb terminal', { io: memoryIo({ isTTY: true, env: { ...UNICODE, TERM: 'dumb' } }) }],
    ['a terminal of 59 columns', { io: memoryIo({ isTTY: true, columns: 59, env: UNICODE }) }],
  ])('%s gets none', async (_what, options) => {
    const text = await play(options);
    expect(text).not.toContain('test sample');
    expect(text).not.toContain('▁');
    expect(text).not.toMatch(/^ *accuracy +first/m);
  });

  test('results in a pipe get none, though messages are seen on a terminal', async () => {
    const io = { ...memoryIo({ isTTY: true, env: UNICODE }), stdout: memoryIo().stdout };
    expect(await play({ io })).not.toContain('test sample');
  });

  test('60 columns are enough', async () => {
    expect(await play({ io: memoryIo({ isTTY: true, columns: 60, env: UNICODE }) })).toContain('test sample 2');
  });

  test('a run that a signal stops gets none', async () => {
    const io = memoryIo({ isTTY: true, env: UNICODE });
    const text = await play({ io, run: { epochs: 3, beforeBatch: (step) => step === 8 && io.signals.emit('SIGINT') } });
    expect(text).toContain('SIGINT: stopping');
    expect(text).not.toMatch(/^train /m);
  });
});

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const hasTerminals = existsSync('/usr/bin/script');
if (!hasTerminals) console.log('a real run in a pseudo-terminal: left out, because /usr/bin/script is not installed');

test.runIf(hasTerminals)('a real run in a pseudo-terminal shows it before its result', () => {
  const command = [process.execPath, path('../../bin/heaviside.js'), 'run', path('../../scenarios/xor-lif.yaml')];
  const all = [...command, 'train.epochs=3', '--out', temporaryFolder()].map((part) => `'${part}'`).join(' ');
  const { stdout } = spawnSync('script', ['-qec', `stty cols 80; ${all}`, '/dev/null'], {
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
  });
  const lines = stdout.split(ERASED).at(-1)!.split('\r\n');
  const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
  const order = [
    /test sample \d+: label \d, answer \d, /,
    /^h1 /,
    /^16 neurons/,
    /^out /,
    /^step /,
    /^train {2}[▁-█]{3} /,
  ];
  const places = [...order, /^test {3}[▁-█]{3} /, /^ +train +test$/].map(at);
  expect(places[0]).toBe(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const line of lines.slice(places[0], places.at(-1))) expect(line.length).toBeLessThanOrEqual(80);
});
