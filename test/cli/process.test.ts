import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { decodeSafetensors } from '../../src/record/decode-safetensors.js';
import { temporaryFolder } from '../record/temporary-folder.js';
import { runContent } from './run-content.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../../bin/heaviside.js');
const DIGITS = path('../../scenarios/digits-lif.yaml');
const XOR = path('../../scenarios/xor-lif.yaml');

beforeAll(() => {
  if (!existsSync(path('../../dist/cli/main.js'))) throw new Error('dist is missing: npm run build first');
});

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process whose output gathers and which does not outlive its test. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const ended = new Promise<Ended>((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
  return { child, output, ended };
}

/** Waits until stderr matches; ends with the process at the latest. */
async function stderrMatching(
  child: ChildProcess,
  output: { readonly stderr: string },
  pattern: RegExp,
): Promise<void> {
  while (!pattern.test(output.stderr)) {
    if (child.exitCode !== null) throw new Error(`ended before ${pattern}: ${output.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('Ctrl-C', () => {
  test('stops a real run after its batch, with a checkpoint and status 130', async () => {
    const out = temporaryFolder();
    const { child, output, ended } = start([BIN, 'run', DIGITS, 'train.epochs=10000', '--out', out, '--json']);
    await stderrMatching(child, output, /^epoch 1\//m);
    child.kill('SIGINT');
    child.kill('SIGINT'); // as npm passes it on
    expect(await ended).toEqual({ status: 130, signal: null });
    const { folder, reason } = JSON.parse(output.stdout);
    expect(reason).toBe('interrupted');
    const [file, ...more] = readdirSync(join(folder, 'checkpoints')).sort();
    for (const other of more) expect(other).toMatch(/^periodic-/);
    expect(file).toMatch(/^interrupted-epoch-\d+-step-\d+\.safetensors$/);
    expect(decodeSafetensors(readFileSync(join(folder, 'checkpoints', file!)), file!).tensors.length).toBeGreaterThan(
      1,
    );
    const lines = readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    const left = events.slice(events.findIndex(({ kind }) => kind === 'checkpoint')).map(({ kind }) => kind);
    // Histograms of the step at which it stopped come then, unless those of the end of an epoch show it.
    expect(left.filter((kind) => kind !== 'histograms')).toEqual(['checkpoint', 'samples-looked', 'run-ended']);
    const lastStep = (of: string) => events.findLast(({ kind }) => kind === of).step;
    expect(lastStep('histograms')).toBe(lastStep('batch-trained'));
  });

  test('twice ends a process at once that is busy computing', async () => {
    const { child, output, ended } = start([path('stubborn-run.mjs'), 'run', DIGITS, '--out', temporaryFolder()]);
    await stderrMatching(child, output, /^batch 1$/m);
    child.kill('SIGINT');
    await stderrMatching(child, output, /stopping after this batch[\s\S]*^batch 3$/m); // patience is over by then
    const before = performance.now();
    child.kill('SIGINT');
    expect(await ended).toEqual({ status: null, signal: 'SIGINT' });
    expect(performance.now() - before).toBeLessThan(700); // less than a batch
  });
});

describe('a reader that has gone', () => {
  test.each([[['list']], [['schema']], [['run', XOR, 'train.epochs=1', '--quiet', '--out']]])(
    '%j ends quietly',
    async (argv) => {
      const { child, output, ended } = start([BIN, ...argv, ...(argv.at(-1) === '--out' ? [temporaryFolder()] : [])]);
      child.stdout.destroy();
      const { status, signal } = await ended;
      expect({ status, signal, stderr: output.stderr }).toEqual({
        status: argv[0] === 'run' ? expect.toBeOneOf([0, 1]) : 0,
        signal: null,
        stderr: '',
      });
    },
  );

  test('of stderr does not stop a run', async () => {
    const { child, output, ended } = start([BIN, 'run', XOR, 'train.epochs=1', '--json', '--out', temporaryFolder()]);
    child.stderr.destroy();
    await ended;
    expect(JSON.parse(output.stdout)).toMatchObject({ reason: 'complete', epochs: 1 });
  });
});

test.runIf(existsSync('/dev/full'))('a result that cannot be written gives status 4', async () => {
  const { ended, output } = start([
    '-e',
    `
    const { openSync } = require('node:fs');
    const child = require('node:child_process').spawnSync(process.execPath, [${JSON.stringify(BIN)}, 'list'], { stdio: ['ignore', openSync('/dev/full', 'w'), 'inherit'] });
    process.exitCode = child.status;
  `,
  ]);
  expect((await ended).status).toBe(4);
  expect(output.stderr).toContain('error HV_OUTPUT: cannot write the output: ');
});

test('a real run twice leaves the same bytes, but for seconds', async () => {
  const contents = await Promise.all(
    [1, 2].map(async () => {
      const argv = [BIN, 'run', XOR, 'train.epochs=1', '--json', '--quiet', '--no-report', '--out', temporaryFolder()];
      const { output, ended } = start(argv);
      await ended;
      return runContent(JSON.parse(output.stdout).folder);
    }),
  );
  expect(Object.keys(contents[0]!)).toContain('events.jsonl');
  expect(contents[0]).toEqual(contents[1]);
});
