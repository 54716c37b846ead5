import { describe, expect, test } from 'vitest';

import { main } from '../../src/cli/main.js';
import { fakeDependencies } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

async function heaviside(...argv: string[]) {
  const io = memoryIo();
  const status = await main(argv, io, fakeDependencies());
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

const SHORT = ['--network', '64-20-10', '--time-steps', '5', '--train-steps', '5', '--repeat', '2'];
const ON_REFERENCE = ['--backend', 'reference'];

describe('bench step', () => {
  test('with --json prints one document on stdout, and progress elsewhere', async () => {
    const { status, stdout, stderr } = await heaviside('bench', 'step', ...SHORT, ...ON_REFERENCE, '--json');
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ bench: 'step', net: '64-20-10', timeSteps: 5, batch: 32, backend: 'reference' });
    for (const name of ['forwardMs', 'feedbackMs', 'updateMs', 'medianMs', 'p10Ms', 'p90Ms'])
      expect(result[name]).toBeGreaterThan(0);
    expect(result.p10Ms).toBeLessThanOrEqual(result.medianMs);
    expect(result.medianMs).toBeLessThanOrEqual(result.p90Ms);
    expect(Date.parse(result.date)).toBeGreaterThan(Date.UTC(2025, 0, 1));
    expect(stderr).toContain('backend reference: training 64-20-10 for 5 steps\n');
  });

  test('prints a table for people, and with --quiet no progress', async () => {
    const { status, stdout, stderr } = await heaviside('bench', 'step', ...SHORT, ...ON_REFERENCE, '--quiet');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^network {2,}64-20-10, 5 time steps, batch 32$/m);
    expect(stdout).toMatch(/^step {2,}[\d.]+ ms \(p10 [\d.]+, p90 [\d.]+\)$/m);
  });

  test('refuses bad options with status 2, all of them at once, without a stack', async () => {
    const bad = ['--network', '784-x-10', '--time-steps', '0', '--backend', 'refrence'];
    expect(await heaviside('bench', 'step', ...bad)).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error HV_BENCH_OPTIONS: bench step cannot run like this:\n {2}--network: .*, got "784-x-10"\n {2}--time-steps: .*, got "0"\n {2}--backend: .*, got "refrence" \(did you mean "reference"\?\)\nremedy: see: heaviside bench step --help\n$/,
      ),
    });
  });

  test('with --json gives bad options as a document, too', async () => {
    const { status, stdout } = await heaviside('bench', 'step', '--batch', 'many', '--json');
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'HV_BENCH_OPTIONS']);
  });

  test('has status 4 for a folder that is not there', async () => {
    const { status, stderr } = await heaviside('bench', 'step', '--data', '/no/such/folder');
    expect(status).toBe(4);
    expect(stderr).toMatch(/^error HV_FOLDER_MISSING: /);
  });
});

test('bench scale prints a table for each sweep and why kernels were not compared', async () => {
  const lists = [
    '--activities',
    '5,20',
    '--widths',
    '20,40',
    '--times',
    '3,5',
    '--batches',
    '2,4',
    '--crossover',
    '10',
  ];
  const small = ['--width', '40', '--time-steps', '5', '--batch', '4', '--repeat', '1'];
  const { status, stdout } = await heaviside('bench', 'scale', ...small, ...lists, ...ON_REFERENCE, '--quiet');
  expect(status).toBe(0);
  for (const label of ['activity', 'width', 'time steps', 'batch'])
    expect(stdout).toMatch(new RegExp(`^ *${label} +hidden +spikes +operations +forward`, 'm'));
  expect(stdout).toContain('event against dense kernels: skipped, backend "reference" does not let');
});

test('bench backends prints a row for each backend', async () => {
  const { status, stdout } = await heaviside('bench', 'backends', ...SHORT, '--backends', 'reference', '--quiet');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^64-20-10 +reference .* 1\.00 +arithmetic float64$/m);
});

test('bench memory prints a row for each epoch', async () => {
  const small = ['--network', '64-5-10', '--time-steps', '2', '--epochs', '2', '--batch', '128'];
  const { status, stdout } = await heaviside('bench', 'memory', ...small, ...ON_REFERENCE, '--quiet');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^64-5-10 on reference: peak [\d.]+ MB, [\d.]+ MB more than after epoch 2; /m);
});

describe('the grammar of bench', () => {
  test.each([
    [['bench'], 'expected a command'],
    [['bench', 'stepp'], "unknown command 'stepp'\nremedy: did you mean step?"],
    [['bench', 'step', '--time-step', '3'], "unknown option '--time-step'\nremedy: did you mean --time-steps?"],
    [['bench', 'step', 'x'], "too many arguments for 'step'"],
  ])('%j is refused with status 2', async (argv, text) => {
    const { status, stderr } = await heaviside(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(`error HV_ARGUMENTS: ${text}`);
  });

  test('has help for every measurement', async () => {
    for (const kind of ['step', 'scale', 'backends', 'memory']) {
      const { status, stdout } = await heaviside('bench', kind, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: heaviside bench ${kind} `));
    }
  });
});
