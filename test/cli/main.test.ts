import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import { heavisideVersion } from '../../src/record/heaviside-version.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

async function heaviside(argv: readonly string[], dependencies: CliDependencies = fakeDependencies()) {
  const io = memoryIo();
  const status = await main(argv, io, dependencies);
  return { status, stdout: io.stdout.text, stderr: io.stderr.text };
}

const failingParser = (error: Error): CliDependencies => ({
  ...fakeDependencies(),
  parseScenario: () => {
    throw error;
  },
});

describe('the grammar', () => {
  test('--version prints the version', async () => {
    expect(await heaviside(['--version'])).toEqual({ status: 0, stdout: `${heavisideVersion()}\n`, stderr: '' });
  });

  test.each([[['--help']], [['run', '--help']], [['help', 'run']]])('%j prints help on stdout', async (argv) => {
    const { status, stdout, stderr } = await heaviside(argv);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: heaviside /);
  });

  test('the help has examples and the exit statuses', async () => {
    const { stdout } = await heaviside(['--help']);
    expect(stdout).toContain('$ heaviside run scenarios/digits-lif.yaml');
    expect(stdout).toContain('130, 143 or 129 stopped by Ctrl-C');
  });

  test.each([
    [[], 'error HV_ARGUMENTS: expected a command\nremedy: see: heaviside --help\n'],
    [['rnu', 'a.yaml'], "error HV_ARGUMENTS: unknown command 'rnu'\nremedy: did you mean run?\n"],
    [['run', 'a.yaml', '--jsno'], "error HV_ARGUMENTS: unknown option '--jsno'\nremedy: did you mean --json?\n"],
    [['run'], "error HV_ARGUMENTS: missing required argument 'file'\nremedy: see: heaviside --help\n"],
    [
      ['run', 'a.yaml', '--seed', '1.5'],
      "error HV_ARGUMENTS: option '--seed <n>' argument '1.5' is invalid. Expected a whole number >= 0.\nremedy: see: heaviside --help\n",
    ],
    [
      ['list', 'neuron'],
      "error HV_ARGUMENTS: 'neuron' is no topic: expected neurons, rules, rewards, losses, surrogates, encoders, data, splits, backends, optimizers, schedules or metrics\nremedy: did you mean neurons?\n",
    ],
    [
      ['schema', 'x'],
      "error HV_ARGUMENTS: too many arguments for 'schema'. Expected 0 arguments but got 1.\nremedy: see: heaviside --help\n",
    ],
  ])('%j is refused with status 2', async (argv, stderr) => {
    expect(await heaviside(argv)).toEqual({ status: 2, stdout: '', stderr });
  });
});

describe('errors', () => {
  test.each([
    ['usage', 2],
    ['run', 1],
    ['machine', 4],
  ] as const)('of kind %s give status %i, code, message and remedy', async (kind, status) => {
    const error = new HeavisideError('HV_TEST', kind, 'a\n  1:2  b', { remedy: 'do c' });
    const stderr = 'error HV_TEST: a\n  1:2  b\nremedy: do c\n';
    expect(await heaviside(['validate', workFolder().file], failingParser(error))).toEqual({
      status,
      stdout: '',
      stderr,
    });
  });

  test('that are bugs give status 3, a stack and where to turn', async () => {
    const { status, stderr } = await heaviside(
      ['validate', workFolder().file],
      failingParser(new TypeError('x is undefined')),
    );
    expect(status).toBe(3);
    expect(stderr).toMatch(/^error HV_INTERNAL: TypeError: x is undefined\n {4}at .*main\.test\.ts/);
    expect(stderr).toMatch(/\nremedy: this is a bug in Heaviside: please report it .*\n$/);
  });

  test('with --json are one document on stdout, too', async () => {
    const error = new HeavisideError('HV_TEST', 'usage', 'a', { remedy: 'c', facts: { step: 3, norm: Number.NaN } });
    const { status, stdout } = await heaviside(['validate', workFolder().file, '--json'], failingParser(error));
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'HV_TEST', message: 'a', remedy: 'c', facts: { step: 3, norm: 'NaN' } },
    });
  });

  test('of the grammar with --json, too', async () => {
    const { status, stdout } = await heaviside(['run', '--json']);
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'HV_ARGUMENTS']);
  });
});

describe('validate', () => {
  test('says in a line what would run', async () => {
    const { file } = workFolder();
    expect(await heaviside(['validate', file])).toEqual({
      status: 0,
      stdout: `${file} is a runnable scenario: fake, 1 layer, 2 epochs, seed 7240\n`,
      stderr: '',
    });
  });

  test('counts phases where there are some, not epochs that none of them takes', async () => {
    const { file } = workFolder();
    const phases = [{ id: 'look', from: 'start', kind: 'test', batch: 1, events: [], schedule: {} }] as const;
    const parseScenario: CliDependencies['parseScenario'] = (text, options) => {
      return { ...fakeDependencies().parseScenario(text, options), phases };
    };
    const { stdout } = await heaviside(['validate', file], { ...fakeDependencies(), parseScenario });
    expect(stdout).toBe(`${file} is a runnable scenario: fake, 1 layer, 1 phase, seed 7240\n`);
  });

  test('gives the resolved scenario as JSON', async () => {
    const { file } = workFolder();
    expect(JSON.parse((await heaviside(['validate', file, '--json'])).stdout)).toMatchObject({
      file,
      valid: true,
      scenario: { name: 'fake' },
    });
  });

  test('hands on file name and overrides', async () => {
    const { file } = workFolder();
    const asked: unknown[] = [];
    const parseScenario: CliDependencies['parseScenario'] = (text, options) => {
      asked.push(text, options);
      return fakeDependencies().parseScenario(text, options);
    };
    await heaviside(['validate', file, 'train.epochs=2', 'name=-x'], { ...fakeDependencies(), parseScenario });
    expect(asked).toEqual(['scenario: 1\n', { file, overrides: ['train.epochs=2', 'name=-x'] }]);
  });
});

test('schema prints the schema', async () => {
  expect(JSON.parse((await heaviside(['schema'])).stdout)).toEqual({ type: 'object' });
});

describe('list', () => {
  test('a topic shows names and what they are, and why a back end is not available', async () => {
    expect((await heaviside(['list', 'backends'])).stdout).toMatch(
      /^backends\n {2}reference {2}plain loops\n {2}webgpu {5}a graphics card \(not available: no adapter\)\n\n {2}--backend auto/,
    );
  });

  test('without a topic shows all of them', async () => {
    const { stdout } = await heaviside(['list']);
    const topics = [
      'neurons',
      'rules',
      'rewards',
      'losses',
      'surrogates',
      'encoders',
      'data',
      'splits',
      'backends',
      'optimizers',
      'schedules',
      'metrics',
    ];
    expect(stdout.split('\n').filter((line) => /^\w/.test(line))).toEqual(topics);
    for (const name of [
      'integrate-and-fire',
      'lfp-epsilon',
      'bounded-softmax',
      'latency',
      'randman',
      'adam',
      'one-cycle',
      'accuracy(test)',
    ])
      expect(stdout).toContain(`  ${name} `);
  });

  test('with --json is an object with a list for each topic', async () => {
    const { rules } = JSON.parse((await heaviside(['list', 'rules', '--json'])).stdout);
    expect(rules[0]).toEqual({ name: 'lfp-epsilon', summary: 'layer-wise feedback propagation, epsilon rule' });
  });
});
